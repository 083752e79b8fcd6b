import type { EntryType } from '@drawdown/shared/http';
import type { UseQueryResult } from '@tanstack/react-query';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { Section } from '../../../ui/section.tsx';
import { TableSkeleton } from '../../../ui/table-skeleton.tsx';
import type { Period } from '../api/statements.ts';
import {
  buyerStatementPath,
  buyerStatementQuery,
  walletStatementPath,
  walletStatementQuery,
} from '../api/statements.ts';
import { PeriodForm } from './period-form.tsx';
import type { StatementSheet } from './statement-view.tsx';
import { StatementView } from './statement-view.tsx';
import './statements.css';

type Words = Record<EntryType, string>;

/** The statement of a wallet, for any days. */
export function WalletStatement(props: { walletId: string; timeZone: string; typeWords: Words }) {
  return (
    <Picker title="Statement" note="Of the wallet, for any days." timeZone={props.timeZone}>
      {(period) => <WalletSheet {...props} period={period} />}
    </Picker>
  );
}

/** The statement of what a buyer owes, for any days. */
export function BuyerStatement(props: { buyerId: string; timeZone: string; typeWords: Words }) {
  return (
    <Picker
      title="Statement of what is owed"
      note="Leads, payments and credits, for any days."
      timeZone={props.timeZone}
    >
      {(period) => <BuyerSheet {...props} period={period} />}
    </Picker>
  );
}

type PickerProps = {
  title: string;
  note: string;
  timeZone: string;
  children: (period: Period) => ReactNode;
};

function Picker({ title, note, timeZone, children }: PickerProps) {
  const [period, setPeriod] = useState<Period | null>(null);
  return (
    <Section title={title} note={note}>
      <PeriodForm timeZone={timeZone} onPeriod={setPeriod} />
      {period ? children(period) : null}
    </Section>
  );
}

function WalletSheet({
  walletId,
  period,
  typeWords,
}: {
  walletId: string;
  period: Period;
  typeWords: Words;
}) {
  const statement = useQuery({ ...walletStatementQuery(walletId, period), throwOnError: false });
  const { data } = statement;
  const sheet: StatementSheet | undefined = data && {
    ...data,
    lines: data.lines.map((line) => ({
      id: line.id,
      at: line.at,
      type: typeWords[line.type],
      description: [line.description, line.buyerName].filter(Boolean).join(' · '),
      reference: line.leadId,
      amount: line.amount,
      after: line.balanceAfter,
    })),
  };
  return <Shown {...{ statement, sheet, period }} running="Balance" path={walletStatementPath(walletId)} />;
}

function BuyerSheet({ buyerId, period, typeWords }: { buyerId: string; period: Period; typeWords: Words }) {
  const statement = useQuery({ ...buyerStatementQuery(buyerId, period), throwOnError: false });
  const { data } = statement;
  const sheet: StatementSheet | undefined = data && {
    ...data,
    lines: data.lines.map((line) => ({
      id: line.id,
      at: line.at,
      type: typeWords[line.type],
      description: line.description,
      reference: line.leadId,
      amount: line.amount,
      after: line.owedAfter,
    })),
  };
  return <Shown {...{ statement, sheet, period }} running="Owed" path={buyerStatementPath(buyerId)} />;
}

type ShownProps = {
  statement: UseQueryResult<unknown>;
  sheet: StatementSheet | undefined;
  period: Period;
  running: 'Balance' | 'Owed';
  path: string;
};

function Shown({ statement, sheet, ...view }: ShownProps) {
  if (sheet) return <StatementView sheet={sheet} {...view} />;
  if (statement.error)
    return <ProblemNotice title="This statement cannot be shown" error={statement.error} />;
  return <TableSkeleton label="Loading statement" rows={4} />;
}
