import path from 'node:path';
import type { Demo } from './demo.ts';
import type { Stack } from './stack.ts';

export interface LaunchTimes {
  startedAt: number;
  installMs: number | null;
  buildMs: number | null;
}

/** What the person at the terminal reads last: where everything is and what to do with it. */
export function banner(stack: Stack, demo: Demo | undefined, launch: LaunchTimes): string {
  const { settings, root } = stack;
  const inData = (name: string) => shortPath(root, stack.file(name));
  const rows: [string, string | undefined][] = [
    ['Drawdown', stack.parts.has('api') ? settings.publicUrl : undefined],
    ['Sign in', signIn(stack, demo)],
    ['API key', demo?.apiKey],
    ['Temporal UI', stack.parts.has('temporal') ? settings.temporalUiUrl : undefined],
    ['Stripe', stripeAddress(stack)],
    ['Variables', stack.parts.has('api') ? undefined : inData('app.env')],
    ['Data, logs', `${inData('')}, ${inData('logs')}`],
    ['Took', times(stack, launch)],
  ];
  const lines = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`  ${name.padEnd(12)} ${value}`],
  );
  return [
    '',
    'Drawdown is running.',
    '',
    ...lines,
    '',
    ...thingsToTry(demo),
    'Ctrl-C stops everything.',
    '',
  ].join('\n');
}

const shortPath = (root: string, file: string): string => {
  const relative = path.relative(root, file);
  return relative.startsWith('..') ? file : relative;
};

/** Without a demo nobody has a login yet, or everybody knows his own. */
function signIn({ parts }: Stack, demo: Demo | undefined): string | undefined {
  if (demo) return `${demo.login.email} / ${demo.login.password}`;
  return parts.has('api') ? 'with your account ("npm run account" makes the first one)' : undefined;
}

function stripeAddress({ settings, parts }: Stack): string | undefined {
  if (settings.stripe.kind === 'real') return 'your Stripe account';
  return parts.has('stripe') ? `emulator at http://localhost:${settings.stripe.port}` : undefined;
}

const thingsToTry = (demo: Demo | undefined): string[] =>
  demo === undefined
    ? []
    : [
        'Three things to try:',
        `  1. Sign in, open the buyer "${demo.watch}" and press Add Credit.`,
        '  2. In a second terminal: npm run replay -- examples/leads-one-day.csv',
        "  3. Open the top-up's workflow in the Temporal UI (the link is on its row).",
        '',
      ];

function times(stack: Stack, launch: LaunchTimes): string {
  const launched = [
    { name: 'install', ms: launch.installMs },
    { name: 'build', ms: launch.buildMs },
  ].flatMap(({ name, ms }) => (ms === null ? [] : [{ name, ms }]));
  const each = [...launched, ...stack.timings].map(({ name, ms }) => `${name} ${seconds(ms)}`);
  return `${seconds(Date.now() - launch.startedAt)} (${each.join(', ')})`;
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
