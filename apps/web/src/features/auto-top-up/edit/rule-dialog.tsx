import type { AutoTopUpResource } from '@drawdown/shared/http';
import type { Currency } from '@drawdown/shared/money';
import { Button, Checkbox, Group, Switch } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { Dialog } from '../../../ui/dialog.tsx';
import { ProblemNotice } from '../../../ui/problem-notice.tsx';
import { saveAutoTopUp } from '../api/auto-top-up.ts';
import type { RulePayer } from '../rule-words.ts';
import { consentText, limitsSentence, ruleSentence } from '../rule-words.ts';
import { ChargesNow } from './charges-now.tsx';
import { RuleFields } from './rule-fields.tsx';
import type { RuleValues } from './rule-form.ts';
import { emptyRule, readRule, requestOf } from './rule-form.ts';
import { useChargesNow } from './use-charges-now.ts';
import './rule-dialog.css';

export type RuleDialogProps = {
  walletId: string;
  walletTitle: string;
  currency: Currency;
  rule: AutoTopUpResource | null;
  payers: { value: string; name: string }[];
  firstPayer: string;
  /** The chosen payer with its default card, as far as it is known. */
  payer: RulePayer & { hasCard: boolean };
  onPayer: (value: string) => void;
  onClose: () => void;
};

/** The rule as a form. What it will do, and what saving charges at once, stands above the button. */
export function RuleDialog({ opened, ...props }: RuleDialogProps & { opened: boolean }) {
  return (
    <Dialog
      opened={opened}
      onClose={props.onClose}
      title={`Auto top-up of ${props.walletTitle}`}
      width={600}
      closeOnClickOutside={false}
    >
      <RuleForm {...props} />
    </Dialog>
  );
}

function RuleForm(props: RuleDialogProps) {
  const { walletId, currency, rule, firstPayer, payer, onPayer, onClose } = props;
  const queryClient = useQueryClient();
  const [agreedTo, setAgreedTo] = useState<string | null>(null);
  const form = useForm<RuleValues>({ defaultValues: emptyRule(rule, firstPayer), shouldFocusError: true });
  const values = { ...emptyRule(rule, firstPayer), ...useWatch({ control: form.control }) };
  const { figures } = readRule(values, currency, rule === null);
  const text = figures ? consentText(figures, payer) : '';
  // Other words than those agreed to are not agreed to.
  const consented = text !== '' && agreedTo === text;
  const faults = readRule({ ...values, consented }, currency, rule === null).faults;
  const body = figures
    ? requestOf(values, figures, values.enabled ? text : (rule?.consent.text ?? text))
    : null;
  const chargesNow = useChargesNow(walletId, values.enabled && values.payer !== '' ? body : null);
  const save = useMutation({
    mutationFn: () => (body ? saveAutoTopUp(walletId, body) : Promise.resolve(null)),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['wallets'] }),
  });
  useEffect(() => onPayer(values.payer), [values.payer, onPayer]);

  const submit = () => {
    form.clearErrors();
    for (const { field, message } of faults.toReversed())
      form.setError(field, { message }, { shouldFocus: field !== 'consented' });
    if (faults.length === 0 && body && !save.isPending) save.mutate();
  };

  return (
    <form
      noValidate
      className="stacked-form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Switch
        label="Top up by itself"
        checked={values.enabled}
        onChange={(event) => form.setValue('enabled', event.currentTarget.checked)}
      />
      <RuleFields
        {...props}
        values={values}
        errors={form.formState.errors}
        register={form.register}
        onPayer={(value) => form.setValue('payer', value)}
      />
      <section className="rule-summary" aria-label="What this does">
        <p className="confirm-sentence" aria-live="polite">
          {summary(values, figures && `${ruleSentence(figures, payer)} ${limitsSentence(figures)}`)}
        </p>
        {values.enabled && !payer.hasCard ? (
          <p className="field-note">
            {payer.name} has no card on file: the rule cannot be turned on before one is saved.
          </p>
        ) : null}
        <ChargesNow chargesNow={chargesNow} buyerName={values.payer === 'account' ? null : payer.name} />
      </section>
      {values.enabled && figures ? (
        <Checkbox
          label={text}
          checked={consented}
          error={form.formState.errors.consented?.message}
          onChange={(event) => {
            setAgreedTo(event.currentTarget.checked ? text : null);
            form.clearErrors('consented');
          }}
        />
      ) : null}
      {save.error ? <ProblemNotice title="Nothing was saved" error={save.error} /> : null}
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" loading={save.isPending}>
          {values.enabled ? (chargesNow.amount ? 'Save and charge now' : 'Save') : 'Save, turned off'}
        </Button>
      </Group>
    </form>
  );
}

function summary(values: RuleValues, sentences: string | null): string {
  if (!values.enabled) return 'Turned off: nothing is charged by itself.';
  return sentences ?? 'Fill in the amounts to see what this rule does.';
}
