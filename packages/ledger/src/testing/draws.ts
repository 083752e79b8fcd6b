import { type ConnectionOptions, connect } from '../database/connection.ts';
import { callDeliverLeads, type Draw, type DrawRow, type WalletKey } from '../deliveries/draw.ts';

/** The posting function itself, without directory, queue and answers: what group posting is measured against. */
export function openPostingFunction(options: ConnectionOptions) {
  const database = connect(options);
  return {
    deliverLeads: (walletKey: WalletKey, draws: Draw[]): Promise<DrawRow[]> =>
      callDeliverLeads(database, walletKey, draws),
    close: () => database.close(),
  };
}
