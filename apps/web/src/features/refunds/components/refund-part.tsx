import type { TopUpResource } from '@drawdown/shared/http';
import { createRefundSchema } from '@drawdown/shared/http';
import type { MoneyJson } from '@drawdown/shared/money';
import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useOnce } from '../../../http/use-once.ts';
import { moneyText } from '../../../ui/money-text.tsx';
import { refundTopUp } from '../api/refunds.ts';
import { CorrectCredit } from './correct-credit.tsx';
import { RefundDialog } from './refund-dialog.tsx';
import { RefundsList } from './refunds-list.tsx';

type Props = { topUp: TopUpResource; walletBalance: MoneyJson; mayRefund: boolean; mayCorrect: boolean };

/** What of a top-up can come back, what has, and how to ask for it. */
export function RefundPart({ topUp, walletBalance, mayRefund, mayCorrect }: Props) {
  const { refundable, refunds, correction } = topUp;
  const byCard = topUp.funding === 'account_card' || topUp.funding === 'buyer_card';
  return (
    <>
      {byCard && topUp.status === 'succeeded' && refundable ? (
        <section aria-label="Refundable">
          <h4 className="small-title">Refundable: {moneyText(refundable.amount)}</h4>
          <p className="field-note">
            {moneyText(refundable.unspent)} of {moneyText(topUp.amount)} is unspent.{' '}
            {refundable.because ?? 'All of that can be refunded.'}
          </p>
          {mayRefund ? <AskRefund {...{ topUp, refundable, walletBalance }} /> : null}
        </section>
      ) : null}
      <RefundsList refunds={refunds} />
      {correction ? (
        <p className="notice-text">
          This credit was corrected: {moneyText(correction.amount)} was taken back. “{correction.reason}”
        </p>
      ) : null}
      {!byCard && topUp.status === 'succeeded' && !correction && mayCorrect ? (
        <CorrectCredit topUp={topUp} />
      ) : null}
    </>
  );
}

type AskProps = Pick<Props, 'topUp' | 'walletBalance'> & {
  refundable: NonNullable<TopUpResource['refundable']>;
};

function AskRefund({ topUp, refundable, walletBalance }: AskProps) {
  const [opened, { open, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  const once = useOnce({
    subject: `refund:${topUp.id}`,
    body: createRefundSchema,
    send: (body, idempotencyKey) => refundTopUp(topUp.id, body, idempotencyKey),
    onAnswer: () => {
      close();
      for (const key of ['top-ups', 'refunds', 'wallets', 'buyers', 'eligibility'])
        void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
  if (refundable.amount.amount === 0 && once.unanswered === null) return null;
  const openDialog = () => {
    once.begin();
    open();
  };
  return (
    <>
      <Group justify="flex-end">
        <Button variant="default" onClick={openDialog}>
          {once.unanswered ? 'A refund is without an answer: ask again' : 'Refund'}
        </Button>
      </Group>
      <RefundDialog opened={opened} onClose={close} {...{ topUp, refundable, walletBalance, once }} />
    </>
  );
}
