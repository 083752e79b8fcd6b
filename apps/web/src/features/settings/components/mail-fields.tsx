import { TextInput } from '@mantine/core';
import { Section } from '../../../ui/section.tsx';
import type { SettingsFields } from './billing-limits.tsx';

/** Where answers to our mail go. */
export function MailFields({ register, errors }: SettingsFields) {
  return (
    <Section title="Mail">
      <div className="settings-fields">
        <TextInput
          type="email"
          label="Reply to (optional)"
          description="Answers to mail that buyers receive go here. Also shown on payment pages."
          error={errors.mailReplyTo?.message}
          {...register('mailReplyTo')}
        />
      </div>
    </Section>
  );
}
