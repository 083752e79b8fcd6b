import type { Place, Switched, SwitchPreview } from '@drawdown/ledger';
import type { SwitchedResource, SwitchPreviewResource } from '@drawdown/shared/http';
import { buyerJson } from '../buyers/resource.ts';
import { optionalMoneyJson } from '../http/optional-money.ts';
import { blockingWords, itemWords, warningWords } from './words.ts';

export function switchPreviewJson(preview: SwitchPreview): SwitchPreviewResource {
  const { buyerId, from, to, changes, allowed, previewToken } = preview;
  return {
    buyerId,
    from: placeJson(from),
    to: placeJson(to),
    changes,
    allowed,
    reasons: blockingWords(preview),
    warnings: preview.warnings.map((warning) => warningWords(warning, to)),
    open: preview.open.map((item) => ({
      kind: item.kind,
      effect: item.effect,
      count: item.count,
      amount: optionalMoneyJson(item.amount),
      words: itemWords(item, preview),
      subjects: item.subjects,
    })),
    moves: optionalMoneyJson(preview.moves),
    previewToken,
  };
}

function placeJson({ mechanism, walletId, walletName, walletOwner, currency }: Place) {
  return { mechanism, walletId, walletName, walletOwner, currency };
}

export function switchedJson(switched: Switched): SwitchedResource {
  const { changed, switchId, at, invoiceIds } = switched;
  return {
    changed,
    switchId,
    at: at?.toISOString() ?? null,
    moved: optionalMoneyJson(switched.moved),
    invoiceIds,
    buyer: buyerJson(switched.buyer),
  };
}
