import { Button, TextInput } from '@mantine/core';
import { Section } from '../../../ui/section.tsx';
import type { BillingValues } from '../billing-form.ts';
import { readSchedule, scheduleWords } from '../schedule-words.ts';
import type { SettingsFields } from './billing-limits.tsx';

type Kind = 'softFunds' | 'softIssuer' | 'softTechnical';

const KINDS: { field: Kind; label: string; description: string }[] = [
  {
    field: 'softFunds',
    label: 'Not enough money on the card',
    description: 'Also where its limit is used up.',
  },
  {
    field: 'softIssuer',
    label: 'The bank declines without a lasting reason',
    description: 'Also unknown reasons.',
  },
  {
    field: 'softTechnical',
    label: 'The bank could not be reached or could not process it',
    description: 'When these are used up it goes on as the one above.',
  },
];

type Props = SettingsFields & { label: string | null; onStandard: () => void };

/** When a declined charge is tried again, by kind of decline, with what is typed said in words. */
export function RetrySchedule({ register, errors, values, label, onStandard }: Props) {
  return (
    <Section
      title="Retries of declined charges"
      note={
        label
          ? `This account’s schedule: ${label}.`
          : 'Each wait counts from the decline before it. A card is declined ten times in 30 days at most, over everything.'
      }
      actions={
        <Button variant="default" size="sm" onClick={onStandard}>
          Standard schedule
        </Button>
      }
    >
      <div className="settings-fields settings-wide">
        {KINDS.map(({ field, label: kind, description }) => (
          <div key={field}>
            <TextInput
              label={kind}
              description={description}
              autoComplete="off"
              error={errors[field]?.message}
              {...register(field)}
            />
            <p className="field-note">{inWords(values, field)}</p>
          </div>
        ))}
        <TextInput
          label="Give up after"
          description="How long a failing charge waits for another card."
          autoComplete="off"
          error={errors.giveUpAfter?.message}
          {...register('giveUpAfter')}
        />
        <p className="field-note">
          Never tried again with the same card: a card reported lost or stolen, one that is expired or not
          valid, suspected fraud, and whatever the bank forbids to repeat. Those wait for another card at
          once.
        </p>
      </div>
    </Section>
  );
}

function inWords(values: BillingValues, field: Kind): string {
  const reading = readSchedule(values[field]);
  if (!reading.ok) return '';
  return field === 'softTechnical'
    ? scheduleWords(reading.delays, 'it goes on as where the bank declines')
    : scheduleWords(reading.delays);
}
