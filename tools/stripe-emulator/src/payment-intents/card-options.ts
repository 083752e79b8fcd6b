import { invalidParameter } from '../errors/invalid-request.ts';
import type { PaymentIntent, SetupFutureUsage } from '../objects.ts';
import type { Params } from '../parameters/params.ts';

const USAGES = ['recurring', 'unscheduled', 'installment'] as const;
const NAME = 'payment_method_options[card][stored_credential_usage]';

/** What the networks are told about a charge of a saved card. */
type CardOptions = {
  installments: null;
  mandate_options: null;
  network: null;
  request_three_d_secure: 'automatic';
  stored_credential_usage: (typeof USAGES)[number];
};

type Situation = { intent: PaymentIntent; usage: SetupFutureUsage | null; offSession: boolean };

/** `payment_method_options[card]` of a confirmation: only for a card that is saved already, and without the payer. */
export function cardOptions(params: Params, { intent, usage, offSession }: Situation): CardOptions | null {
  const card = params.nested('payment_method_options')?.nested('card');
  const stored = card?.oneOf('stored_credential_usage', USAGES) ?? null;
  if (stored === null) return null;
  if (!offSession)
    throw invalidParameter({ param: NAME, message: `${NAME} needs \`off_session\` to be true.` });
  if (usage !== null || intent.setup_future_usage !== null)
    throw invalidParameter({
      param: NAME,
      message: `${NAME} cannot be used together with \`setup_future_usage\`.`,
    });
  return {
    installments: null,
    mandate_options: null,
    network: null,
    request_three_d_secure: 'automatic',
    stored_credential_usage: stored,
  };
}
