import { parseArgs } from 'node:util';
import { startRunner } from './start-runner';

// node --import tsx inngest/local/main.ts --port P --database-url URL --app-url URL --event-key K --signing-key S
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    'database-url': { type: 'string' },
    'app-url': { type: 'string' },
    'event-key': { type: 'string' },
    'signing-key': { type: 'string' },
  },
});

function needed(name: keyof typeof values): string {
  const value = values[name];
  if (!value) throw new Error(`--${name} is missing`);
  return value;
}

const runner = await startRunner({
  port: Number(needed('port')),
  databaseUrl: needed('database-url'),
  appUrl: needed('app-url'),
  eventKey: needed('event-key'),
  signingKey: needed('signing-key'),
});
console.log(JSON.stringify({ ready: true, port: runner.port }));

// Whoever supervises us starts us again: the state is all in Postgres.
runner.failed.catch((error) => {
  console.error(JSON.stringify({ level: 'error', msg: 'the runner ends', reason: String(error) }));
  process.exit(1);
});
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    setTimeout(() => process.exit(0), 10_000).unref();
    void runner.stop().then(() => process.exit(0));
  });
}
