import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export type SeverableServer = { address: string; sever(): Promise<void>; restore(): Promise<void> };

/** Forwards connections to `target` (host:port) until it is severed: then there is nobody at its address. */
export async function openSeverable(target: string): Promise<SeverableServer> {
  const [host = '127.0.0.1', targetPort] = target.split(':');
  const sockets = new Set<Socket>();
  let port = 0;
  let server: Server | undefined;

  const restore = async () => {
    server = createServer((incoming) => {
      const outgoing = connect(Number(targetPort), host);
      for (const [socket, other] of [
        [incoming, outgoing],
        [outgoing, incoming],
      ] as const) {
        sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  };

  await restore();
  return {
    address: `127.0.0.1:${port}`,
    restore,
    async sever() {
      const closed = server && once(server, 'close');
      server?.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
