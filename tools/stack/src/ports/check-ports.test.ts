import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { checkPorts } from './check-ports.ts';
import { freePort } from './free-port.ts';

const servers: net.Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(port: number, host?: string): Promise<void> {
  const server = net.createServer();
  servers.push(server);
  server.listen({ port, host });
  await once(server, 'listening');
}

describe('the port check', () => {
  it('passes ports that nobody uses', async () => {
    const port = await freePort();
    await expect(
      checkPorts([{ port, use: 'Postgres', variable: 'DRAWDOWN_POSTGRES_PORT' }]),
    ).resolves.toBeUndefined();
  });

  it.each([['127.0.0.1'], ['0.0.0.0'], [undefined]])(
    'names a port that is taken on %s, and the way out',
    async (host) => {
      const port = await freePort();
      await listen(port, host);
      const checked = checkPorts([{ port, use: 'Postgres', variable: 'DRAWDOWN_POSTGRES_PORT' }]);
      await expect(checked).rejects.toThrow(`port ${port} (Postgres) is in use`);
      await expect(checked).rejects.toThrow('set DRAWDOWN_POSTGRES_PORT to another port');
      await expect(checked).rejects.not.toThrow('\n');
    },
  );

  it.runIf(process.platform === 'linux')('names the process that has the port', async () => {
    const port = await freePort();
    await listen(port, '127.0.0.1');
    const checked = checkPorts([{ port, use: 'Drawdown', variable: 'DRAWDOWN_PORT' }]);
    await expect(checked).rejects.toThrow(`by pid ${process.pid} (`);
  });

  it('refuses one port for two parts', async () => {
    const port = await freePort();
    const both = ['DRAWDOWN_PORT', 'DRAWDOWN_STRIPE_PORT'].map((variable) => ({
      port,
      use: 'a part',
      variable,
    }));
    await expect(checkPorts(both)).rejects.toThrow('DRAWDOWN_PORT and DRAWDOWN_STRIPE_PORT are both');
  });
});
