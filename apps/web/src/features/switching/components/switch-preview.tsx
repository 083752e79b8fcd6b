import type { SwitchPreviewResource } from '@drawdown/shared/http';
import { Checkbox } from '@mantine/core';
import { useFormContext } from 'react-hook-form';
import { moneyText } from '../../../ui/money-text.tsx';
import { MECHANISM_WORDS } from '../../buyers/mechanism-words.ts';
import type { SwitchValues } from '../switch-form.ts';
import { OpenItems } from './open-items.tsx';
import './switch-dialog.css';

/** What the change does with everything that is open, and whether it may be made. Within a `FormProvider`. */
export function SwitchPreview({ preview }: { preview: SwitchPreviewResource }) {
  const { register } = useFormContext<SwitchValues>();
  return (
    <section className="switch-preview" aria-label="What this does" aria-live="polite">
      <p className="confirm-sentence">{summary(preview)}</p>
      {preview.moves ? (
        <Checkbox
          label={`Move ${moneyText(preview.moves)} along`}
          description="From wallets of its own that nobody draws on then. Moved credit cannot be refunded to a card."
          {...register('moveBalance')}
        />
      ) : null}
      {preview.warnings.map((warning) => (
        <p key={warning} className="field-note">
          {warning}
        </p>
      ))}
      <OpenItems preview={preview} />
    </section>
  );
}

function summary({ changes, allowed, from, to, reasons }: SwitchPreviewResource): string {
  if (!changes) return 'Choose what changes. This is what is open now:';
  if (!allowed)
    return `Not yet: ${reasons.length === 1 ? 'one thing' : `${reasons.length} things`} must end first.`;
  const parts = [
    ...(from.mechanism === to.mechanism
      ? []
      : [`pays by ${MECHANISM_WORDS[to.mechanism].name.toLowerCase()}`]),
    ...(from.walletId === to.walletId ? [] : [`draws on ${walletWords(to)}`]),
    ...(from.currency === to.currency ? [] : [`is billed in ${to.currency}`]),
  ];
  return parts.length === 0
    ? 'What was left in earlier wallets moves to the present one.'
    : `From the next lead on the buyer ${parts.join(', and ')}.`;
}

function walletWords({ walletOwner, walletName, walletId }: SwitchPreviewResource['to']): string {
  if (walletOwner === 'account') return walletName ?? 'a shared wallet';
  return walletId === null ? 'a new wallet of its own' : 'its own wallet again';
}
