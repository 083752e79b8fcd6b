import '../../../testing/setup.ts';
import { screen } from '@testing-library/react';
import { describe, expect, it, vi } from 'vitest';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { PlatformBanner } from './platform-banner.tsx';

const PATH = 'GET /v1/platform-flags';

describe('the banner above every page', () => {
  it('says what is wrong with the whole installation, and since when', async () => {
    const flag = {
      id: 'flg_1',
      kind: 'charging_stopped',
      since: '2026-01-05T10:00:00Z',
      words: 'No card was declined and nobody is paused for it.',
    };
    routedApi({ [PATH]: { body: { data: [flag], nextCursor: null } } });
    renderPage(<PlatformBanner />);
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Charging is stopped');
    expect(alert.textContent).toContain(flag.words);
    expect(alert.querySelector('time')?.getAttribute('datetime')).toBe(flag.since);
  });

  it('is not there when nothing is wrong', async () => {
    const api = routedApi({ [PATH]: { body: { data: [], nextCursor: null } } });
    renderPage(<PlatformBanner />);
    await vi.waitFor(() => expect(api.sent).toHaveLength(1));
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
