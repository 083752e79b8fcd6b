import { createHash } from 'node:crypto';
import type { CardDetails } from '../objects.ts';
import type { TestCard } from './catalogue.ts';

const EXPIRY = { month: 12, year: 2034 };

/** What the API shows of a card. The same test id always has the same fingerprint and last four digits. */
export function cardDetails(testId: string, kind: TestCard): CardDetails {
  const brand = kind.brand ?? 'visa';
  return {
    brand,
    checks: {
      address_line1_check: null,
      address_postal_code_check: kind.failedCheck === 'address_postal_code_check' ? 'fail' : null,
      cvc_check: kind.failedCheck === 'cvc_check' ? 'fail' : 'pass',
    },
    country: 'US',
    display_brand: brand,
    exp_month: EXPIRY.month,
    exp_year: EXPIRY.year,
    fingerprint: createHash('sha256').update(testId).digest('hex').slice(0, 16),
    funding: kind.funding ?? 'credit',
    generated_from: null,
    last4: /~|^pm_card_emu_/.test(testId) ? lastFourOf(testId) : kind.number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function lastFourOf(testId: string): string {
  const number = createHash('sha256').update(`number of ${testId}`).digest().readUInt32BE(0) % 10_000;
  return String(number).padStart(4, '0');
}
