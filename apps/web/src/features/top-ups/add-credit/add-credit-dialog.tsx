import type { TopUpResource, WalletResource } from '@drawdown/shared/http';
import type { ReactNode } from 'react';
import { isExpired } from '../../../ui/card-label.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import type { AddCreditFormProps } from './add-credit-form.tsx';
import { AddCreditForm } from './add-credit-form.tsx';
import { LostAnswer, StillChecking } from './lost-answer.tsx';
import { TopUpOutcome } from './top-up-outcome.tsx';
import type { Submission } from './use-submission.ts';
import './add-credit.css';

type Props = {
  opened: boolean;
  onClose: () => void;
  walletTitle: string;
  wallet: WalletResource;
  submission: Submission;
  form: Omit<AddCreditFormProps, 'wallet' | 'sending' | 'refusal' | 'onConfirm' | 'onCancel' | 'initial'>;
  /** What can be done while the charge is not settled: a link for the payer, another try, another card. */
  followUp?: (topUp: TopUpResource) => ReactNode;
};

/** Add Credit: amount, who pays, confirm; then the outcome in words. */
export function AddCreditDialog(props: Props) {
  const { opened, onClose, walletTitle, wallet, submission, form, followUp } = props;
  return (
    <Dialog
      opened={opened}
      onClose={onClose}
      title={`Add Credit to ${walletTitle}`}
      width={600}
      closeOnClickOutside={submission.state.phase !== 'sending'}
    >
      <Content {...{ wallet, submission, form, onClose }} {...(followUp ? { followUp } : {})} />
    </Dialog>
  );
}

function Content(props: Omit<Props, 'opened' | 'walletTitle'>) {
  const { wallet, submission, form, onClose, followUp } = props;
  const { state } = submission;
  switch (state.phase) {
    case 'editing':
    case 'sending':
      return (
        <AddCreditForm
          {...form}
          wallet={wallet}
          sending={state.phase === 'sending'}
          refusal={state.phase === 'editing' ? state.refusal : null}
          onConfirm={submission.confirm}
          onCancel={onClose}
        />
      );
    case 'checking':
      return <StillChecking submission={state.submission} onClose={onClose} />;
    case 'lost':
      return (
        <LostAnswer submission={state.submission} onCheck={submission.check} onDiscard={submission.discard} />
      );
    case 'answered':
      return (
        <TopUpOutcome
          first={state.topUp}
          onClose={onClose}
          onAgain={submission.begin}
          onAnotherCard={anotherCard(form, state.topUp, submission.begin)}
          {...(followUp ? { followUp } : {})}
        />
      );
  }
}

/** Goes back to the form with the payer's next card picked; confirming there is a new top-up. */
function anotherCard(form: Props['form'], declined: TopUpResource, begin: () => void): (() => void) | null {
  const { draft, facts, onDraft } = form;
  if (!draft) return null;
  const ofBuyer = declined.funding === 'buyer_card';
  const cards = ofBuyer ? facts.buyerCards : facts.accountCards;
  const others = cards?.filter(({ id }) => id !== declined.paymentMethod?.id) ?? [];
  const other = others.find((card) => !isExpired(card)) ?? others[0];
  if (!other) return null;
  return () => {
    onDraft({ ...draft, [ofBuyer ? 'buyerCardId' : 'accountCardId']: other.id });
    begin();
  };
}
