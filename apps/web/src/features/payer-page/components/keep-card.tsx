import { Checkbox } from '@mantine/core';

type Props = {
  /** What the payer agrees to, in the words that are kept with the card. */
  consentText: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

/** The payer's choice whether the card may be charged again. Left alone, it is not. */
export function KeepCard({ consentText, checked, onChange }: Props) {
  return (
    <Checkbox
      label="Save this card for later charges"
      description={`${consentText} Unchecked, the card is used for this payment only.`}
      checked={checked}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
