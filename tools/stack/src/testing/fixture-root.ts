import fs from 'node:fs';
import path from 'node:path';

const ready = `process.send?.({ kind: 'ready' });`;
const idle = `process.on('SIGTERM', () => process.exit(0)); setInterval(() => {}, 1000);`;

/** Stands in for the emulator's webhook registration; nothing else of it is asked for. */
const webhookRegistry = `
  import http from 'node:http';
  http
    .createServer((request, response) => {
      response.writeHead(request.method === 'POST' ? 200 : 404);
      response.end(JSON.stringify({ id: 'we_1', secret: 'whsec_' + process.pid }));
    })
    .listen(Number(process.env.DRAWDOWN_STRIPE_PORT), '127.0.0.1', () => { ${ready} });
  process.on('SIGTERM', () => process.exit(0));`;

/** A repository root whose apps are as small as they can be. */
export function makeFixtureRoot(folder: string): string {
  const programs = {
    'package.json': '{ "type": "module" }',
    'apps/worker/dist/main.js': `${idle} ${ready}`,
    'tools/stripe-emulator/dist/main.js': webhookRegistry,
  };
  for (const [name, content] of Object.entries(programs)) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), content);
  }
  return folder;
}
