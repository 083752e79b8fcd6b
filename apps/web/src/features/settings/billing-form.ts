import type { BillingSettingsResource, UpdateBillingSettingsRequest } from '@drawdown/shared/http';
import type { Currency, MoneyJson } from '@drawdown/shared/money';
import type { RetryPolicy } from '@drawdown/shared/retries';
import { durationWords, readDuration } from '../../ui/duration-words.ts';
import { moneyDigits } from '../../ui/money-text.tsx';
import { readMoney } from '../../ui/read-money.ts';
import { readSchedule, scheduleText } from './schedule-words.ts';

export type BillingValues = {
  topUpMinimum: string;
  topUpMaximum: string;
  defaultExposureLimit: string;
  residue: string;
  softFunds: string;
  softIssuer: string;
  softTechnical: string;
  giveUpAfter: string;
  mailReplyTo: string;
  invoiceTopUps: boolean;
};

export type BillingFault = { field: keyof BillingValues; message: string };

/** The settings as they stand in the form. */
export function billingValues(settings: BillingSettingsResource): BillingValues {
  const { retryPolicy } = settings;
  return {
    topUpMinimum: moneyDigits(settings.topUpMinimum),
    topUpMaximum: moneyDigits(settings.topUpMaximum),
    defaultExposureLimit: moneyDigits(settings.defaultExposureLimit),
    residue: moneyDigits(settings.residue),
    ...scheduleValues(retryPolicy),
    mailReplyTo: settings.mailReplyTo ?? '',
    invoiceTopUps: settings.invoiceTopUps,
  };
}

/** A schedule as it is typed. */
export function scheduleValues(policy: RetryPolicy) {
  return {
    softFunds: scheduleText(policy.softFunds),
    softIssuer: scheduleText(policy.softIssuer),
    softTechnical: scheduleText(policy.softTechnical),
    giveUpAfter: durationWords(policy.giveUpAfter),
  };
}

type AmountField = 'topUpMinimum' | 'topUpMaximum' | 'defaultExposureLimit' | 'residue';
type Reading = { body: UpdateBillingSettingsRequest | null; faults: BillingFault[] };

/** Reads the form into what changed, or says field by field what is wrong. */
export function readBilling(values: BillingValues, settings: BillingSettingsResource): Reading {
  const faults: BillingFault[] = [];
  const before = billingValues(settings);
  const changed = (...fields: (keyof BillingValues)[]) =>
    fields.some((field) => values[field] !== before[field]);
  const currency: Currency = settings.topUpMinimum.currency;
  const amount = (field: AmountField, zeroAllowed = false): MoneyJson => {
    const reading = readMoney(values[field], currency, { zeroAllowed });
    if (reading.ok) return reading.amount;
    faults.push({ field, message: reading.message });
    return { amount: 0, currency };
  };
  const schedule = (field: 'softFunds' | 'softIssuer' | 'softTechnical'): number[] => {
    const reading = readSchedule(values[field]);
    if (reading.ok) return reading.delays;
    faults.push({ field, message: reading.message });
    return [];
  };
  const giveUpAfter = readDuration(values.giveUpAfter);
  if (giveUpAfter === null || giveUpAfter < 3_600 || giveUpAfter > 90 * 86_400)
    faults.push({
      field: 'giveUpAfter',
      message: 'Write a duration from 1 hour to 90 days, such as “30 days”.',
    });

  const topUpMinimum = amount('topUpMinimum');
  const topUpMaximum = amount('topUpMaximum');
  if (faults.length === 0 && topUpMinimum.amount > topUpMaximum.amount)
    faults.push({ field: 'topUpMaximum', message: 'The largest top-up must not be below the smallest.' });
  const defaultExposureLimit = amount('defaultExposureLimit', true);
  const residue = amount('residue', true);
  const retryPolicy = {
    softFunds: schedule('softFunds'),
    softIssuer: schedule('softIssuer'),
    softTechnical: schedule('softTechnical'),
    giveUpAfter: giveUpAfter ?? 0,
  };
  const replyTo = values.mailReplyTo.trim();
  if (replyTo !== '' && !/^\S+@\S+\.\S+$/.test(replyTo))
    faults.push({ field: 'mailReplyTo', message: 'Enter an email address, or leave it empty.' });
  if (faults.length > 0) return { body: null, faults };

  return {
    faults,
    body: {
      ...(changed('topUpMinimum') ? { topUpMinimum } : {}),
      ...(changed('topUpMaximum') ? { topUpMaximum } : {}),
      ...(changed('defaultExposureLimit') ? { defaultExposureLimit } : {}),
      ...(changed('residue') ? { residue } : {}),
      // A schedule that was changed is no longer the one that the label spoke of.
      ...(changed('softFunds', 'softIssuer', 'softTechnical', 'giveUpAfter')
        ? { retryPolicy: { ...retryPolicy, label: null } }
        : {}),
      ...(changed('invoiceTopUps') ? { invoiceTopUps: values.invoiceTopUps } : {}),
      ...(changed('mailReplyTo') ? { mailReplyTo: replyTo === '' ? null : replyTo } : {}),
    },
  };
}
