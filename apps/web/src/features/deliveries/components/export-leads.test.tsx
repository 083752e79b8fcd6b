import '../../../testing/setup.ts';
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../testing/render-page.tsx';
import { ExportLeads } from './export-leads.tsx';

describe('the export of leads', () => {
  it('downloads a day, or every day of a month', async () => {
    renderPage(<ExportLeads buyer={{ id: 'buy_1', name: 'Sunrise Solar' }} timeZone="UTC" />);
    fireEvent.click(screen.getByRole('button', { name: 'Export CSV' }));
    fireEvent.change(await screen.findByLabelText('Day'), { target: { value: '2026-02-03' } });
    const link = () => screen.getByRole('link', { name: 'Download CSV' }).getAttribute('href');
    expect(link()).toBe('/v1/deliveries/export.csv?from=2026-02-03&to=2026-02-03&buyerId=buy_1');
    fireEvent.click(screen.getByLabelText('One month'));
    fireEvent.change(screen.getByLabelText('Month'), { target: { value: '2026-02' } });
    expect(link()).toBe('/v1/deliveries/export.csv?from=2026-02-01&to=2026-02-28&buyerId=buy_1');
  });
});
