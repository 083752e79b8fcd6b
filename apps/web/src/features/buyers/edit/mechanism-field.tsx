import { Radio } from '@mantine/core';
import { useFormContext } from 'react-hook-form';
import { MECHANISM_WORDS, MECHANISMS } from '../mechanism-words.ts';
import type { BillingValues } from './billing-form.ts';

/** How the buyer pays for leads, each way in one line. Within a `FormProvider`. */
export function MechanismField() {
  const { register } = useFormContext<BillingValues>();
  return (
    <fieldset className="plain-fieldset">
      <legend className="field-legend">How does it pay for leads?</legend>
      {MECHANISMS.map((mechanism) => (
        <Radio
          key={mechanism}
          value={mechanism}
          label={MECHANISM_WORDS[mechanism].name}
          description={MECHANISM_WORDS[mechanism].lead}
          {...register('mechanism')}
        />
      ))}
    </fieldset>
  );
}
