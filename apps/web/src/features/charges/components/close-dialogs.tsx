import { ActDialog } from '../../../ui/act-dialog.tsx';
import { moneyText } from '../../../ui/money-text.tsx';
import { markChargePaid, stopCharge, writeOffCharge } from '../api/charges.ts';
import type { ChargeDialogProps } from './retry-dialog.tsx';

const SUCCEEDED_MEANWHILE =
  'If the charge has succeeded meanwhile, nothing is closed and the money is credited.';

const WHY = {
  label: 'Why',
  description: 'Goes into the audit log.',
  missing: 'Say why, so that others understand it later.',
};

/** Gives the charge up without crediting anything. */
export function StopDialog({ opened, charge, onClose }: ChargeDialogProps) {
  return (
    <ActDialog
      opened={opened}
      onClose={onClose}
      title="Stop collecting this charge?"
      act="Stop retrying"
      keep="Keep retrying"
      danger
      note={WHY}
      failed="It was not stopped"
      onAct={async ({ note }) => (await stopCharge(charge.id, note)).words}
    >
      <p className="notice-text">
        {moneyText(charge.amount)} will not be charged any more and nothing is credited: the top-up ends as
        canceled. A pause that it caused stays until money comes in or you resume delivery.
      </p>
      <p className="field-note">{SUCCEEDED_MEANWHILE}</p>
    </ActDialog>
  );
}

/** The money came in outside Stripe. */
export function MarkPaidDialog({ opened, charge, onClose }: ChargeDialogProps) {
  return (
    <ActDialog
      opened={opened}
      onClose={onClose}
      title="Was it paid in another way?"
      act={`Record ${moneyText(charge.amount)} received`}
      reference={{
        label: 'Reference',
        description: 'The bank reference or receipt number, so that it can be found again.',
        missing: 'Enter the bank reference or receipt number.',
      }}
      note={{ label: 'Note (optional)' }}
      failed="It was not recorded"
      onAct={async (words) => (await markChargePaid(charge.id, words)).words}
    >
      <p className="notice-text">
        The card will not be charged any more. {moneyText(charge.amount)} is credited to the wallet as money
        received, and a pause that waited for it ends.
      </p>
      <p className="field-note">{SUCCEEDED_MEANWHILE}</p>
    </ActDialog>
  );
}

/** The money will never come. */
export function WriteOffDialog({ opened, charge, onClose }: ChargeDialogProps) {
  return (
    <ActDialog
      opened={opened}
      onClose={onClose}
      title="Write this charge off?"
      act={`Write off ${moneyText(charge.amount)}`}
      keep="Keep retrying"
      danger
      note={WHY}
      failed="It was not written off"
      onAct={async ({ note }) => (await writeOffCharge(charge.id, note)).words}
    >
      <p className="notice-text">
        You give up {moneyText(charge.amount)}: the card will not be charged any more, nothing is credited,
        and a pause that waited for it ends.
      </p>
      <p className="field-note">{SUCCEEDED_MEANWHILE}</p>
    </ActDialog>
  );
}
