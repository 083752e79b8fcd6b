import type { WalletDraw } from './draw.ts';
import { Failed } from './draw-queue.ts';
import type { DrawRow } from './draw-rows.ts';
import { certainly, isRefused } from './repeat.ts';

type Answers = ((DrawRow | Failed)[] | 'busy')[];
type Wait = { wait: boolean };
type Call = (wallets: WalletDraw[], options: Wait) => Promise<Answers>;

/**
 * One call whose answers are certain. Where the database refuses it as a whole, because of what is in one of its leads
 * or because a racing call on another wallet took a key of one, it is made in parts, so that the one lead harms no other.
 */
export async function drawTogether(wallets: WalletDraw[], options: Wait, call: Call): Promise<Answers> {
  const [first] = wallets;
  if (first === undefined) return [];
  if (wallets.length === 1 && first.draws.length === 1) return certainly(() => call(wallets, options));
  const whole = await certainly<Answers | 'refused'>(async () => {
    try {
      return await call(wallets, options);
    } catch (error) {
      if (isRefused(error)) return 'refused';
      throw error;
    }
  });
  if (whole !== 'refused') return whole;
  return wallets.length > 1 ? walletByWallet(wallets, options, call) : [await leadByLead(first, call)];
}

async function walletByWallet(wallets: WalletDraw[], options: Wait, call: Call): Promise<Answers> {
  const answers: Answers = [];
  for (const wallet of wallets) {
    try {
      answers.push(...(await drawTogether([wallet], options, call)));
    } catch (error) {
      answers.push(wallet.draws.map(() => new Failed(error)));
    }
  }
  return answers;
}

/** Waits for the wallet each time: what was decided of its first leads can't be taken back because it is busy now. */
async function leadByLead(wallet: WalletDraw, call: Call): Promise<(DrawRow | Failed)[]> {
  const rows: (DrawRow | Failed)[] = [];
  for (const draw of wallet.draws) {
    try {
      const [answer] = await drawTogether([{ ...wallet, draws: [draw] }], { wait: true }, call);
      if (answer === undefined || answer === 'busy') throw new Error('a call that waits has an answer');
      rows.push(...answer);
    } catch (error) {
      rows.push(new Failed(error));
    }
  }
  return rows;
}
