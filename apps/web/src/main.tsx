import './http/without-eval.ts';
import './app/mantine-styles.ts';
import '@fontsource-variable/inter/wght.css';
import './app/global.css';
import './app/forms.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
