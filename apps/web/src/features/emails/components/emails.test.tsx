import '../../../testing/setup.ts';
import type { EmailResource } from '@drawdown/shared/http';
import { fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { renderPage } from '../../../testing/render-page.tsx';
import { routedApi } from '../../../testing/routed-api.ts';
import { EmailReader } from './email-reader.tsx';
import { EmailsTable } from './emails-table.tsx';

const email: EmailResource = {
  id: 'eml_1',
  kind: 'charge_declined',
  audience: 'agency',
  recipients: ['dana@acme.test'],
  subject: '$500.00 could not be charged to Visa 4242',
  sentAt: '2026-01-05T10:00:00Z',
  sentVia: 'captured',
  lastError: null,
  createdAt: '2026-01-05T10:00:00Z',
  text: 'There is not enough money on the card.',
  html: '<p>There is not enough money on the card.</p>',
};

describe('mail', () => {
  it('is listed with what it is about, to whom it went, and how', async () => {
    routedApi({ 'GET /v1/emails': { body: { data: [email], nextCursor: null } } });
    const opened: string[] = [];
    renderPage(<EmailsTable onOpen={(id) => opened.push(id)} />);
    fireEvent.click(await screen.findByRole('button', { name: email.subject ?? '' }));
    expect(opened).toEqual(['eml_1']);
    expect(screen.getByText('Charge declined')).toBeTruthy();
    expect(screen.getByText('Captured: no mail server is set up')).toBeTruthy();
    expect(screen.getByText('dana@acme.test')).toBeTruthy();
  });

  it('is shown without scripts and apart from our own pages, and as plain text', async () => {
    routedApi({ 'GET /v1/emails/eml_1': { body: email } });
    renderPage(<EmailReader emailId="eml_1" onClose={() => {}} />);
    const frame = await screen.findByTitle(`Mail: ${email.subject}`);
    expect(frame.getAttribute('sandbox')).not.toMatch(/scripts|same-origin|forms/);
    expect(frame.getAttribute('srcdoc')).toContain(email.html);
    fireEvent.click(screen.getByRole('button', { name: 'Plain text' }));
    expect(screen.getByText('There is not enough money on the card.')).toBeTruthy();
  });

  it('that waits has no words yet', async () => {
    routedApi({
      'GET /v1/emails/eml_1': {
        body: { ...email, subject: null, sentAt: null, sentVia: null, text: null, html: null },
      },
    });
    renderPage(<EmailReader emailId="eml_1" onClose={() => {}} />);
    await screen.findByText('Its words are written when it is sent.');
    expect(screen.getByText('Waiting to be sent')).toBeTruthy();
  });
});
