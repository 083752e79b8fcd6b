import { parseArgs } from 'node:util';
import { applyMigrations, createLedger } from '@drawdown/ledger';
import { CURRENCIES, isCurrency } from '@drawdown/shared/money';
import { createAccount } from './accounts/create-account.ts';
import { readDatabaseUrl } from './env.ts';

// `npm run account`: the first account of a deployment that has no demo.

const HELP = `Makes an account with its owner and a first API key, in the database that DATABASE_URL names.

  npm run account -- --name "Brightline Leads" --email owner@brightline.example [--owner "Ada Bright"]
                     [--slug brightline] [--currency USD] [--time-zone America/Chicago]

The password and the key are printed once and kept only as hashes.
`;

const { values } = parseArgs({
  options: {
    name: { type: 'string' },
    email: { type: 'string' },
    owner: { type: 'string' },
    slug: { type: 'string' },
    currency: { type: 'string', default: 'USD' },
    'time-zone': { type: 'string', default: 'UTC' },
    help: { type: 'boolean', default: false },
  },
});

function fail(line: string): never {
  process.stderr.write(`${line}\n`);
  process.exit(2);
}

const { name, email, currency, 'time-zone': timeZone } = values;
if (values.help || name === undefined || email === undefined) {
  process.stdout.write(HELP);
  process.exit(values.help ? 0 : 2);
}
if (!/^[^@\s]+@[^@\s]+$/.test(email)) fail(`--email ${email} is no email address`);
if (!isCurrency(currency)) fail(`--currency must be one of ${CURRENCIES.join(', ')}`);
if (!Intl.supportedValuesOf('timeZone').includes(timeZone) && timeZone !== 'UTC') {
  fail(`--time-zone ${timeZone} is no IANA time zone such as America/Chicago`);
}

const databaseUrl = readDatabaseUrl();
if (databaseUrl === null)
  fail('Set DATABASE_URL to the Postgres that Drawdown runs on, for example postgresql://...');
await applyMigrations(databaseUrl);
const ledger = createLedger({ databaseUrl, poolSize: 2 });
try {
  const slug = values.slug ?? name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  const owner = { email, name: values.owner ?? email };
  const created = await createAccount(ledger, { name, slug, currency, timeZone, owner });
  switch (created.outcome) {
    case 'slug_taken':
      fail(`There is an account "${slug}" already: choose another --slug`);
      break;
    case 'email_taken':
      fail(`${email} signs in to another account already`);
      break;
    case 'created':
      process.stdout.write(`Account  ${created.accountId} (${slug})\n`);
      process.stdout.write(`Sign in  ${email} / ${created.password}\n`);
      process.stdout.write(`API key  ${created.apiKey}\n`);
  }
} finally {
  await ledger.close();
}
