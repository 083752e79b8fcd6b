import type { BillingSettingsResource } from '@drawdown/shared/http';
import { Checkbox } from '@mantine/core';
import { Section } from '../../../ui/section.tsx';
import type { SettingsFields } from './billing-limits.tsx';

type Props = SettingsFields & { tax: BillingSettingsResource['topUpTax'] };

const TAX_WORDS: Record<Props['tax'], string> = {
  none: 'No tax is added to a top-up: credit is untaxed here. Whether and when leads are taxed is for your accountant to say.',
  exclusive: 'Tax is added on top of each top-up.',
};

/** Whether top-ups go on Stripe invoices, and what is taxed. */
export function InvoiceFields({ register, tax }: Props) {
  return (
    <div id="invoices">
      <Section title="Invoices and tax">
        <div className="settings-fields settings-wide">
          <Checkbox
            label="Top-ups by card appear on a Stripe invoice"
            description="Marked as paid by the very charge. A buyer may have it otherwise, and so may a single top-up."
            {...register('invoiceTopUps')}
          />
          <div>
            <p className="small-title">Tax on top-ups</p>
            <p className="field-note">{TAX_WORDS[tax]}</p>
          </div>
        </div>
      </Section>
    </div>
  );
}
