import { parseArgs } from 'node:util';
import { isSigningKey } from './keys';
import { startRunner } from './start-runner';

// node --import tsx inngest/local/main.ts --port P --database-url URL --app-url URL --event-key K --signing-key S
const STOP_MS = 10_000;
const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    'database-url': { type: 'string' },
    'app-url': { type: 'string' },
    'clock-url': { type: 'string' },
    'event-key': { type: 'string' },
    'signing-key': { type: 'string' },
  },
});

function needed(name: keyof typeof values): string {
  const value = values[name];
  if (!value) throw new Error(`--${name} is missing`);
  return value;
}

if (!isSigningKey(needed('signing-key')))
  throw new Error('--signing-key must be at least 32 hex digits, and an even number of them');

const runner = await startRunner({
  port: Number(needed('port')),
  databaseUrl: needed('database-url'),
  appUrl: needed('app-url'),
  clockUrl: values['clock-url'],
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
    // A call under way may take hours: its job is free again when the runner comes back.
    setTimeout(() => process.exit(0), STOP_MS).unref();
    void runner.stop().then(() => process.exit(0));
  });
}
