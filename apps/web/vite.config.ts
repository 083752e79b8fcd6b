import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const apiUrl = 'http://localhost:4000';

export default defineConfig({
  plugins: [react()],
  resolve: { conditions: ['@drawdown/source', 'module', 'browser', 'development|production'] },
  build: {
    target: 'es2022',
    // The content security policy allows fonts and images from our own origin only, so nothing may become a data: URL.
    assetsInlineLimit: 0,
  },
  server: { proxy: { '/v1': apiUrl } },
  test: {
    name: 'web',
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
  },
});
