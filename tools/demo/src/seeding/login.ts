/** Printed by the stack. The demo account exists only beside the embedded database and the Stripe emulator. */
export const DEMO_LOGIN = { email: 'demo@drawdown.example', password: 'drawdown-demo' } as const;
