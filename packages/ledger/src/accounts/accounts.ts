import { newId } from '@drawdown/shared/ids';
import { minorUnitsPerMajor } from '@drawdown/shared/money';
import { auditable, recordAudit } from '../audit/record.ts';
import { retryPolicyOf } from '../collections/policy.ts';
import type { Database } from '../database/connection.ts';
import { currencyOf, moneyOf, oneOf } from '../database/parse.ts';
import type { AccountRow, Prisma } from '../generated/prisma/client.ts';
import type { Account, Accounts, BillingSettings, WalletOnlyFunding } from './types.ts';

const WALLET_ONLY_FUNDINGS: readonly WalletOnlyFunding[] = ['account_card', 'external', 'promotional'];

/** Until an account sets others: 5.00 and 10,000.00 in its own currency. */
const DEFAULT_MINIMUM_MAJOR = 5n;
const DEFAULT_MAXIMUM_MAJOR = 10_000n;

export function createAccounts({ prisma }: Database): Accounts {
  return {
    async create({ slug, name, currency, timeZone }) {
      const unit = minorUnitsPerMajor(currency);
      const row = await prisma.accountRow.create({
        data: {
          id: newId('account'),
          slug,
          name,
          currency,
          timeZone,
          topUpMinimumMinor: DEFAULT_MINIMUM_MAJOR * unit,
          topUpMaximumMinor: DEFAULT_MAXIMUM_MAJOR * unit,
          walletOnlyDefault: 'account_card',
          walletOnlyPermitted: [...WALLET_ONLY_FUNDINGS],
        },
      });
      return toAccount(row);
    },

    async findBySlug(slug) {
      const row = await prisma.accountRow.findUnique({ where: { slug } });
      return row && toAccount(row);
    },

    async get(accountId) {
      return toAccount(await prisma.accountRow.findUniqueOrThrow({ where: { id: accountId } }));
    },

    async settings(accountId) {
      return toSettings(await prisma.accountRow.findUniqueOrThrow({ where: { id: accountId } }));
    },

    async updateSettings(accountId, change, actor) {
      return prisma.$transaction(async (records) => {
        const before = await records.accountRow.findUniqueOrThrow({ where: { id: accountId } });
        const after = await records.accountRow.update({
          where: { id: accountId },
          data: {
            ...collectionColumns(change),
            ...(change.invoiceTopUps !== undefined && { invoiceTopUps: change.invoiceTopUps }),
            ...(change.topUpTax && { topUpTax: change.topUpTax }),
            ...(change.topUpMinimum && { topUpMinimumMinor: change.topUpMinimum.amountMinor }),
            ...(change.topUpMaximum && { topUpMaximumMinor: change.topUpMaximum.amountMinor }),
            ...(change.walletOnlyFunding && {
              walletOnlyDefault: change.walletOnlyFunding.default,
              walletOnlyPermitted: change.walletOnlyFunding.permitted,
            }),
          },
        });
        await recordAudit(records, {
          accountId,
          actor,
          action: 'billing_settings.changed',
          subjectId: accountId,
          before: auditable(toSettings(before)),
          after: auditable(toSettings(after)),
        });
        return toSettings(after);
      });
    },
  };
}

function toAccount(row: AccountRow): Account {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    currency: currencyOf(row.currency),
    timeZone: row.timeZone,
    stripeCustomerId: row.stripeCustomerId,
    createdAt: row.createdAt,
  };
}

function collectionColumns({
  defaultExposureLimit,
  residue,
  retryPolicy,
  mailReplyTo,
}: Partial<BillingSettings>): Prisma.AccountRowUpdateInput {
  return {
    ...(defaultExposureLimit && { defaultExposureLimitMinor: defaultExposureLimit.amountMinor }),
    ...(residue && { residueMinor: residue.amountMinor }),
    ...(retryPolicy && policyColumns(retryPolicy)),
    ...(mailReplyTo !== undefined && { mailReplyTo }),
  };
}

function policyColumns({ label, ...policy }: BillingSettings['retryPolicy']): Prisma.AccountRowUpdateInput {
  return { retryPolicy: { ...policy }, retryPolicyLabel: label };
}

export function toSettings(row: AccountRow): BillingSettings {
  return {
    topUpMinimum: moneyOf(row.topUpMinimumMinor, row.currency),
    topUpMaximum: moneyOf(row.topUpMaximumMinor, row.currency),
    walletOnlyFunding: {
      default: oneOf(WALLET_ONLY_FUNDINGS, row.walletOnlyDefault),
      permitted: row.walletOnlyPermitted.map((funding) => oneOf(WALLET_ONLY_FUNDINGS, funding)),
    },
    defaultExposureLimit: moneyOf(row.defaultExposureLimitMinor, row.currency),
    residue: moneyOf(row.residueMinor, row.currency),
    retryPolicy: { ...retryPolicyOf(row.retryPolicy), label: row.retryPolicyLabel },
    mailReplyTo: row.mailReplyTo,
    invoiceTopUps: row.invoiceTopUps,
    topUpTax: oneOf(['none'], row.topUpTax),
  };
}
