import type { Currency } from '@drawdown/shared/money';
import { CURRENCIES } from '@drawdown/shared/money';
import { useFormContext } from 'react-hook-form';
import { SelectField } from '../../../ui/select-field.tsx';
import { MechanismField } from '../../buyers/edit/mechanism-field.tsx';
import type { SharedWallet, SwitchValues } from '../switch-form.ts';

type Props = { sharedWallets: SharedWallet[]; currency: Currency };

const IN_ONE_CURRENCY = ['exposureLimit', 'creditLimit', 'dailyCap', 'monthlyCap'] as const;

/** Where the buyer goes. Within a `FormProvider`. */
export function TargetFields({ sharedWallets, currency }: Props) {
  const { control, setValue } = useFormContext<SwitchValues>();
  // A wallet has one currency for ever, and so has a limit.
  const onCurrency = () => {
    setValue('walletId', 'own');
    for (const field of IN_ONE_CURRENCY) setValue(field, '');
  };
  const wallets = sharedWallets.filter((wallet) => wallet.currency === currency);
  return (
    <>
      <MechanismField />
      <div className="two-fields">
        <SelectField
          control={control}
          name="walletId"
          label="Wallet"
          data={[
            { value: 'own', label: 'A wallet of its own' },
            ...wallets.map(({ id, name }) => ({ value: id, label: `Shared: ${name}` })),
          ]}
        />
        <SelectField
          control={control}
          name="currency"
          label="Currency"
          data={CURRENCIES}
          onPicked={onCurrency}
        />
      </div>
    </>
  );
}
