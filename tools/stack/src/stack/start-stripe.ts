import path from 'node:path';
import { readyMessage } from '../processes/ready-message.ts';
import { registerWebhookEndpoint } from '../stripe/webhook-endpoint.ts';
import { nodeProgram } from './node-program.ts';
import type { Stack } from './stack.ts';

/** The variables with which the apps reach Stripe, the real one or the emulator. */
export type StripeEnv = Record<string, string>;

const emulatorKeys = {
  STRIPE_SECRET_KEY: 'sk_test_emulator_drawdown',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_emulator_drawdown',
};

/** Brings up the emulator and registers our webhook endpoint there, or passes on the keys of the real Stripe. */
export function startStripe(stack: Stack): Promise<StripeEnv> {
  const { stripe } = stack.settings;
  return stripe.kind === 'emulator'
    ? startEmulator(stack, stripe.port)
    : Promise.resolve(realStripe(stack, stripe));
}

async function startEmulator(stack: Stack, port: number): Promise<StripeEnv> {
  const stripeUrl = `http://127.0.0.1:${port}`;
  return stack.timed('stripe emulator', async () => {
    await stack.run(
      nodeProgram({
        name: 'stripe',
        program: path.join(stack.root, 'tools/stripe-emulator/dist/main.js'),
        cwd: stack.root,
        env: {
          ...stack.settings.inherited,
          DRAWDOWN_STRIPE_PORT: String(port),
          DRAWDOWN_EMULATOR_DIR: stack.file('stripe'),
          LOG_LEVEL: stack.settings.logLevel,
        },
        logFile: stack.logFile('stripe'),
        stopWithinMs: 2_000,
        untilReady: readyMessage,
      }),
    );
    const secret = await registerWebhookEndpoint({
      stripeUrl,
      secretKey: emulatorKeys.STRIPE_SECRET_KEY,
      url: `http://127.0.0.1:${stack.settings.apiPort}/webhooks/stripe`,
      file: stack.file('stripe-webhook.json'),
    });
    return { ...emulatorKeys, STRIPE_WEBHOOK_SECRET: secret, STRIPE_API_URL: stripeUrl };
  });
}

function realStripe(stack: Stack, stripe: Extract<Stack['settings']['stripe'], { kind: 'real' }>): StripeEnv {
  if (stripe.webhookSecret === undefined)
    stack.say(
      'STRIPE_WEBHOOK_SECRET is not set: outcomes that Stripe tells later are found by the sweeps only',
    );
  return {
    STRIPE_SECRET_KEY: stripe.secretKey,
    ...(stripe.publishableKey === undefined ? {} : { STRIPE_PUBLISHABLE_KEY: stripe.publishableKey }),
    ...(stripe.webhookSecret === undefined ? {} : { STRIPE_WEBHOOK_SECRET: stripe.webhookSecret }),
  };
}
