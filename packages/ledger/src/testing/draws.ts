import { type ConnectionOptions, connect } from '../database/connection.ts';
import { callDeliverLeads, type Draw, type WalletKey } from '../deliveries/draw.ts';
import type { DrawRow } from '../deliveries/draw-rows.ts';

/** The posting function itself, without directory, queue and answers: what group posting is measured against. */
export function openPostingFunction(options: ConnectionOptions) {
  const database = connect(options);
  return {
    async deliverLeads(walletKey: WalletKey, draws: Draw[]): Promise<DrawRow[]> {
      const [rows] = await callDeliverLeads(database, [{ ...walletKey, draws }], { wait: true });
      return rows === undefined || rows === 'busy' ? [] : rows;
    },
    close: () => database.close(),
  };
}
