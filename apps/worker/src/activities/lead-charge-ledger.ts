import type { LeadStanding, Ledger } from '@drawdown/ledger';
import { formatMoney, toSafeInteger } from '@drawdown/shared/money';
import type { ChargeOutcome, Decline } from '@drawdown/shared/payments';
import type { Failpoints } from '../failpoints/failpoints.ts';
import { afterThisDecline } from './after-this-decline.ts';
import { cardCrowded } from './card-crowded.ts';
import type { LeadFacts, LeadStep } from './lead-charge-facts.ts';
import { publishLead } from './publish-lead.ts';

export type LeadChargeLedgerActivities = ReturnType<typeof createLeadChargeLedgerActivities>;

type AttemptOf = { chargeId: string; attempt: number };

/** The records of a lead that a card pays for. Each may be repeated: what is decided stays. */
export function createLeadChargeLedgerActivities(deps: { ledger: Ledger; failpoints: Failpoints }) {
  const { ledger, failpoints } = deps;
  const { leadCharges } = ledger;
  return { beginLead, reserveLeadAttempt, recordLeadUndecided, declineLead, refuseLead, deliverLead };

  async function beginLead(chargeId: string): Promise<LeadFacts> {
    const facts = await leadCharges.facts(chargeId);
    if (facts.state === 'decided') return facts;
    const { charge, leadId, buyerName, decline } = facts;
    const { paymentMethod, attempts } = charge;
    const attempt = Math.max(1, ...attempts.map(({ number }) => number));
    return {
      state: 'open',
      paymentIntentId: charge.paymentIntentId,
      attempt,
      attemptBegun: attempts.length > 0,
      knownStripeChargeIds: attempts
        .filter(({ number }) => number < attempt)
        .flatMap(({ decline: earlier }) => earlier?.stripeChargeId ?? []),
      declineCode: decline?.code ?? null,
      stripeCustomerId: charge.stripeCustomerId,
      stripePaymentMethodId: paymentMethod.stripePaymentMethodId,
      amountMinor: toSafeInteger(charge.amount.amountMinor),
      currency: charge.amount.currency,
      words: {
        amount: formatMoney(charge.amount),
        lead: leadId,
        buyer: buyerName,
        card: `${paymentMethod.brand} ${paymentMethod.last4}`,
      },
    };
  }

  /** `pending`: reserved. A card that must not be tried decides the lead at once. */
  async function reserveLeadAttempt(input: AttemptOf): Promise<LeadStep> {
    failpoints.hit('lead-charge:before-reserve');
    const reserved = await leadCharges.reserve(input);
    failpoints.hit('lead-charge:after-reserve');
    switch (reserved.outcome) {
      case 'reserved':
        return { outcome: 'pending' };
      case 'crowded':
        throw cardCrowded();
      case 'decided':
        return stepOf(reserved.lead);
    }
  }

  async function recordLeadUndecided(
    input: AttemptOf & { outcome: Extract<ChargeOutcome, { outcome: 'unknown' | 'processing' }> },
  ): Promise<void> {
    failpoints.hit('lead-charge:before-record-undecided');
    await ledger.charges.recordOutcome(input.chargeId, input.attempt, input.outcome);
    failpoints.hit('lead-charge:after-record-undecided');
  }

  /** Answers `pending` where the lead is to be refused once its payment is canceled. `at` is the workflow's time. */
  async function declineLead(
    input: AttemptOf & { paymentIntentId: string | null; decline: Decline; at: number },
  ): Promise<LeadStep> {
    const { chargeId, attempt, paymentIntentId, decline } = input;
    failpoints.hit('lead-charge:before-record-decline');
    await ledger.charges.beginAttempt(chargeId, attempt);
    const said = { chargeId, attempt, decline, at: new Date(input.at), isBackup: false };
    // Null where the charge has ended meanwhile: then nothing follows from the decline.
    const next = (await afterThisDecline(ledger, said)) ?? { kind: 'needs_card', exhausted: false };
    const lead = await leadCharges.declined({ chargeId, attempt, paymentIntentId, decline, next });
    failpoints.hit('lead-charge:after-record-decline');
    return stepOf(lead);
  }

  /** Only once the payment can no longer succeed. */
  async function refuseLead(chargeId: string): Promise<LeadStep> {
    failpoints.hit('lead-charge:before-refuse');
    const lead = await leadCharges.refuse(chargeId);
    failpoints.hit('lead-charge:after-refuse');
    return stepOf(lead);
  }

  /** The money came in: the lead is delivered, or, where it had been decided otherwise, the wallet is credited. */
  async function deliverLead(
    input: AttemptOf & { outcome: Extract<ChargeOutcome, { outcome: 'succeeded' }> },
  ): Promise<LeadStep> {
    const { chargeId, attempt, outcome } = input;
    const { paymentIntentId, stripeChargeId } = outcome;
    failpoints.hit('lead-charge:before-deliver');
    await ledger.charges.recordOutcome(chargeId, attempt, outcome);
    const lead = await leadCharges.paid({ chargeId, paymentIntentId, stripeChargeId });
    failpoints.hit('lead-charge:after-deliver');
    return stepOf(lead);
  }

  function stepOf(lead: LeadStanding): LeadStep {
    publishLead(ledger, lead);
    return { outcome: lead.outcome };
  }
}
