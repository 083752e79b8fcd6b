import '../../../testing/setup.ts';
import { screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../testing/render-page.tsx';
import { TopUpStatusMark } from './top-up-status-mark.tsx';

describe('the state of a top-up', () => {
  it('is “Retrying” only while something is tried', () => {
    renderPage(<TopUpStatusMark topUp={{ status: 'retrying', retryState: 'scheduled' }} />);
    expect(screen.getByText('Retrying')).toBeTruthy();
  });

  it('says that nothing is tried before there is another card', () => {
    renderPage(<TopUpStatusMark topUp={{ status: 'retrying', retryState: 'needs_card' }} />);
    expect(screen.queryByText('Retrying')).toBeNull();
    expect(screen.getByText('Needs another card')).toBeTruthy();
  });
});
