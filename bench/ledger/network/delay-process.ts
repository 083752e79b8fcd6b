// A network between client and database: passes bytes on in both directions, each after the same delay. Timers of one
// length fire in the order they were set, so nothing overtakes, and any number of messages may be under way.
import net from 'node:net';

const [targetPort, delayMs] = process.argv.slice(2).map(Number);
if (targetPort === undefined || delayMs === undefined) throw new Error('usage: delay-process PORT DELAY_MS');

function pass(from: net.Socket, to: net.Socket): void {
  from.on('data', (chunk) => setTimeout(() => to.write(chunk), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
  from.on('error', () => to.destroy());
}

const server = net.createServer({ noDelay: true, allowHalfOpen: true }, (client) => {
  const database = net.connect({ port: targetPort, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
  pass(client, database);
  pass(database, client);
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.(address?.port);
});
process.on('disconnect', () => process.exit());
