import type { SavedCardResource } from '@drawdown/shared/http';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cardName } from '../../../ui/card-label.tsx';
import type { CardOwner } from '../api/payment-methods.ts';
import { makeDefault, paymentMethodsKey, removePaymentMethod, setBackup } from '../api/payment-methods.ts';

type Action =
  | { kind: 'default'; card: SavedCardResource }
  | { kind: 'backup'; card: SavedCardResource; consent: string }
  | { kind: 'no_backup'; card: SavedCardResource }
  | { kind: 'remove'; card: SavedCardResource; confirmed: boolean };

const DONE: Record<Action['kind'], string> = {
  default: 'is now the default',
  backup: 'is now the backup',
  no_backup: 'is no longer the backup',
  remove: 'was removed',
};

export type CardActions = ReturnType<typeof useCardActions>;

/** Changes to an owner's cards, one at a time, told in words when they are done. */
export function useCardActions(owner: CardOwner) {
  const queryClient = useQueryClient();
  const [done, setDone] = useState('');
  const mutation = useMutation({
    mutationFn: (action: Action) => carryOut(owner, action),
    onSuccess: (_answer, { kind, card }) => setDone(`${cardName(card)} ${DONE[kind]}.`),
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: paymentMethodsKey(owner) });
      for (const key of ['buyers', 'wallets']) void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  // What is asked for in a dialog shows its own failure there.
  const inPlace = mutation.variables?.kind === 'default' || mutation.variables?.kind === 'no_backup';
  return {
    run: mutation.mutate,
    runAndWait: mutation.mutateAsync,
    error: inPlace ? mutation.error : null,
    busy: mutation.isPending,
    done,
  };
}

function carryOut(owner: CardOwner, action: Action): Promise<unknown> {
  switch (action.kind) {
    case 'default':
      return makeDefault(owner, action.card.id);
    case 'backup':
      return setBackup(owner, action.card.id, action.consent);
    case 'no_backup':
      return setBackup(owner, null);
    case 'remove':
      return removePaymentMethod(owner, action.card.id, action.confirmed);
  }
}
