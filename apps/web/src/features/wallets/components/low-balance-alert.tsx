import type { WalletResource } from '@drawdown/shared/http';
import { Button, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useEffect, useState } from 'react';
import { messageOf } from '../../../http/request-error.ts';
import { moneyDigits, moneyText } from '../../../ui/money-text.tsx';
import { readMoney } from '../../../ui/read-money.ts';
import { Section } from '../../../ui/section.tsx';
import { StatusMark } from '../../../ui/status-mark.tsx';
import { saveLowBalance } from '../api/low-balance.ts';
import { walletQuery } from '../api/wallets.ts';
import './low-balance-alert.css';

/** From which balance on the agency is mailed; empty: never. */
export function LowBalanceAlert({ wallet, mayChange }: { wallet: WalletResource; mayChange: boolean }) {
  const saved = wallet.lowBalance ? moneyDigits(wallet.lowBalance) : '';
  const [typed, setTyped] = useState(saved);
  const [fault, setFault] = useState<string | undefined>();
  const queryClient = useQueryClient();
  useEffect(() => setTyped(saved), [saved]);
  const save = useMutation({
    mutationFn: (lowBalance: WalletResource['lowBalance']) => saveLowBalance(wallet.id, lowBalance),
    onSuccess: (changed) => queryClient.setQueryData(walletQuery(wallet.id).queryKey, changed),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const reading = typed.trim() === '' ? null : readMoney(typed, wallet.currency);
    setFault(reading && !reading.ok ? reading.message : undefined);
    if (reading && !reading.ok) return;
    if (!save.isPending) save.mutate(reading?.ok ? reading.amount : null);
  };
  return (
    <Section title="Low balance alert" note={words(wallet)}>
      {isLow(wallet) ? (
        <p className="low-balance-state">
          <StatusMark icon={IconAlertTriangle} tone="waiting" word="The balance is low now" />
        </p>
      ) : null}
      {mayChange ? (
        <form noValidate className="low-balance-form" onSubmit={submit}>
          <TextInput
            label="Alert at or below (empty: no alert)"
            inputMode="decimal"
            autoComplete="off"
            leftSection={<span className="currency-code">{wallet.currency}</span>}
            leftSectionWidth={52}
            value={typed}
            error={fault ?? (save.error ? messageOf(save.error) : undefined)}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={save.isPending} disabled={typed === saved}>
            Save alert
          </Button>
          <span role="status">{save.isSuccess && typed === saved ? 'Saved.' : ''}</span>
        </form>
      ) : null}
    </Section>
  );
}

function words({ lowBalance }: WalletResource): string {
  return lowBalance
    ? `Your agency is mailed once when ${moneyText(lowBalance)} or less is available, and again when that is over.`
    : 'Nobody is mailed when the balance is low.';
}

function isLow({ lowBalance, available }: WalletResource): boolean {
  return lowBalance !== null && available.amount <= lowBalance.amount;
}
