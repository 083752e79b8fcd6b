import type { FailingChargeResource } from '@drawdown/shared/http';
import { IconClock, IconCreditCardOff, IconLink, IconRefresh, IconShieldQuestion } from '@tabler/icons-react';
import type { ComponentProps } from 'react';
import { StatusMark } from '../../../ui/status-mark.tsx';

const MARKS: Record<FailingChargeResource['state'], ComponentProps<typeof StatusMark>> = {
  scheduled: { icon: IconClock, tone: 'waiting', word: 'Next try' },
  trying: { icon: IconRefresh, tone: 'waiting', word: 'Being tried now' },
  follows: { icon: IconLink, tone: 'waiting', word: 'Follows an older charge' },
  needs_card: { icon: IconCreditCardOff, tone: 'bad', word: 'Needs another card' },
  needs_payer: { icon: IconShieldQuestion, tone: 'waiting', word: 'Needs the payer' },
};

export function ChargeState({ state }: Pick<FailingChargeResource, 'state'>) {
  return <StatusMark {...MARKS[state]} />;
}
