import type { AutoTopUpRule } from '@drawdown/ledger';
import type { AutoTopUpResource } from '@drawdown/shared/http';
import { moneyToJson } from '@drawdown/shared/money';
import { optionalMoneyJson } from '../http/optional-money.ts';
import { notStartedWords, suspendedWords } from './words.ts';

export function autoTopUpJson(rule: AutoTopUpRule): AutoTopUpResource {
  const { walletId, enabled, state, payer, consent, notStartedBecause, openTopUpId } = rule;
  return {
    walletId,
    enabled,
    state,
    threshold: moneyToJson(rule.threshold),
    amount: optionalMoneyJson(rule.amount),
    targetBalance: optionalMoneyJson(rule.targetBalance),
    payer: payer.kind,
    payerBuyerId: payer.kind === 'buyer' ? payer.buyerId : null,
    dailyLimit: optionalMoneyJson(rule.dailyLimit),
    monthlyLimit: optionalMoneyJson(rule.monthlyLimit),
    consent: { text: consent.text, by: consent.by, at: consent.at.toISOString() },
    suspended: suspendedJson(rule.suspended),
    notStarted:
      notStartedBecause === null
        ? null
        : { because: notStartedBecause, words: notStartedWords(notStartedBecause) },
    openTopUpId,
    updatedAt: rule.updatedAt.toISOString(),
  };
}

function suspendedJson(suspended: AutoTopUpRule['suspended']): AutoTopUpResource['suspended'] {
  if (suspended === null) return null;
  const { at, because, card, topUpId } = suspended;
  return {
    since: at.toISOString(),
    because,
    ...suspendedWords(suspended),
    card: card === null ? null : { brand: card.brand, last4: card.last4 },
    topUpId,
  };
}
