import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import { dayOf, monthBefore, monthEnd } from '../../../ui/calendar-day.ts';
import type { Period } from '../api/statements.ts';

type Choice = 'this_month' | 'last_month' | 'other';
type Props = { timeZone: string; onPeriod: (period: Period) => void };

const CHOICES: { value: Choice; label: string }[] = [
  { value: 'this_month', label: 'This month' },
  { value: 'last_month', label: 'Last month' },
  { value: 'other', label: 'Other days' },
];

/** Picks the days of a statement. */
export function PeriodForm({ timeZone, onPeriod }: Props) {
  const today = dayOf(new Date(), timeZone);
  const [choice, setChoice] = useState<Choice>('this_month');
  const [days, setDays] = useState<Period>({ from: `${today.slice(0, 7)}-01`, to: today });
  const [fault, setFault] = useState('');
  const submit = () => {
    const period = choice === 'other' ? days : monthOf(choice, today);
    const wrong = faultOf(period);
    setFault(wrong);
    if (wrong === '') onPeriod(period);
  };
  return (
    <form
      noValidate
      className="filter-row filter-space"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <NativeSelect
        label="Period"
        description={`Days of ${timeZone}`}
        data={CHOICES}
        value={choice}
        onChange={({ currentTarget: { value } }) =>
          setChoice(CHOICES.find((one) => one.value === value)?.value ?? 'other')
        }
      />
      {choice === 'other' ? (
        <>
          <TextInput
            type="date"
            label="From"
            max={today}
            value={days.from}
            error={fault}
            onChange={(event) => setDays({ ...days, from: event.currentTarget.value })}
          />
          <TextInput
            type="date"
            label="To"
            description="Included"
            max={today}
            value={days.to}
            onChange={(event) => setDays({ ...days, to: event.currentTarget.value })}
          />
        </>
      ) : null}
      <Button type="submit" variant="default">
        Show statement
      </Button>
    </form>
  );
}

function monthOf(choice: 'this_month' | 'last_month', today: string): Period {
  const month = today.slice(0, 7);
  if (choice === 'this_month') return { from: `${month}-01`, to: today };
  const last = monthBefore(month);
  return { from: `${last}-01`, to: monthEnd(last) };
}

function faultOf({ from, to }: Period): string {
  if (from === '' || to === '') return 'Enter both days.';
  return from > to ? 'The first day must not be after the last.' : '';
}
