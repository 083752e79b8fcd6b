import type { WALLET_ONLY_FUNDINGS, WalletResource } from '@drawdown/shared/http';
import { NativeSelect, Radio, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { FieldErrors, UseFormRegister } from 'react-hook-form';
import { CardSelect } from './card-select.tsx';
import type { AddCreditFacts, AddCreditValues } from './form.ts';

export type WalletOnlyFunding = (typeof WALLET_ONLY_FUNDINGS)[number];

type Props = {
  wallet: WalletResource;
  facts: AddCreditFacts;
  values: AddCreditValues;
  errors: FieldErrors<AddCreditValues>;
  register: UseFormRegister<AddCreditValues>;
  walletOnlyFundings: WalletOnlyFunding[];
  addAccountCard: ReactNode;
  addBuyerCard: ReactNode;
};

/** Who pays: the agency (or nobody's card), or a buyer. Each choice shows only its own fields. */
export function PayerFields(props: Props) {
  const { wallet, facts, values, register, walletOnlyFundings } = props;
  const onlyBuyer = facts.buyers.length === 1 ? facts.buyers[0]?.name : undefined;
  return (
    <fieldset className="plain-fieldset payer-fields">
      <legend className="field-legend">Who pays?</legend>
      {wallet.owner === 'account' ? (
        <p className="field-note">This wallet is shared by {buyersCount(wallet.sharedBy)}.</p>
      ) : null}
      {walletOnlyFundings.length > 0 ? (
        <Radio
          value="wallet_only"
          label="Top up wallet only"
          description="Your agency pays. No buyer’s card is charged."
          {...register('mode')}
        />
      ) : null}
      {values.mode === 'wallet_only' ? <WalletOnlyFields {...props} /> : null}
      <Radio
        value="charge_buyer"
        label="Top up + charge buyer"
        description={`Charges ${onlyBuyer ? `the card of ${onlyBuyer}` : 'the card of one buyer'}, not your agency’s.`}
        {...register('mode')}
      />
      {values.mode === 'charge_buyer' ? <BuyerFields {...props} /> : null}
    </fieldset>
  );
}

const FUNDING_WORDS: Record<WalletOnlyFunding, string> = {
  account_card: 'Charge your agency’s own card',
  external: 'Record money received (no charge)',
  promotional: 'Grant promotional credit (no charge)',
};

function WalletOnlyFields({ facts, values, errors, register, walletOnlyFundings, addAccountCard }: Props) {
  return (
    <div className="payer-details">
      <NativeSelect
        label="How"
        data={walletOnlyFundings.map((value) => ({ value, label: FUNDING_WORDS[value] }))}
        {...register('walletOnlyFunding')}
      />
      {values.walletOnlyFunding === 'account_card' ? (
        <CardSelect
          label="Agency card"
          cards={facts.accountCards}
          none="Your agency has no card on file yet."
          howToAdd={addAccountCard}
          error={errors.accountCardId?.message}
          field={register('accountCardId')}
        />
      ) : null}
      {values.walletOnlyFunding === 'external' ? (
        <TextInput
          label="Reference"
          description="The bank reference or receipt number, so that it can be found again."
          autoComplete="off"
          error={errors.reference?.message}
          {...register('reference')}
        />
      ) : null}
      {values.walletOnlyFunding === 'promotional' ? (
        <TextInput
          label="Reason"
          description="Shown in the history and in the audit log."
          autoComplete="off"
          error={errors.reason?.message}
          {...register('reason')}
        />
      ) : null}
    </div>
  );
}

function BuyerFields({ facts, values, errors, register, addBuyerCard }: Props) {
  const buyer = facts.buyers.find(({ id }) => id === values.payerBuyerId);
  const choices = facts.buyers.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="payer-details">
      {facts.buyers.length > 1 ? (
        <NativeSelect
          label="Whose card?"
          data={[{ value: '', label: 'Choose a buyer' }, ...choices]}
          error={errors.payerBuyerId?.message}
          {...register('payerBuyerId')}
        />
      ) : null}
      {buyer ? (
        <CardSelect
          label={`Card of ${buyer.name}`}
          cards={facts.buyerCards}
          none={`${buyer.name} has no card on file yet.`}
          howToAdd={addBuyerCard}
          error={errors.buyerCardId?.message}
          field={register('buyerCardId')}
        />
      ) : null}
    </div>
  );
}

function buyersCount(count: number): string {
  return count === 1 ? '1 buyer' : `${count} buyers`;
}
