import { parseArgs } from 'node:util';
import { expect, test } from 'vitest';
import { childArguments } from './stack-settings.mjs';

test('a secret that begins with a dash reaches the simulator and the runner as it is', () => {
  const key = '-4aQ_-secret';
  const { simulator, runner } = childArguments(
    'demo',
    {
      host: '127.0.0.1',
      port: 3000,
      url: 'http://127.0.0.1:3000',
      simulator: { port: 1, url: '', key, dataDir: 'data' },
      runner: { port: 2, url: '', eventKey: key, signingKey: key },
      webhookSecret: key,
    },
    'postgres://127.0.0.1/app',
  );
  const read = (args: string[] | undefined) => parseArgs({ args: args?.slice(3) ?? [], strict: false }).values;
  expect(read(simulator)).toMatchObject({ key, 'webhook-secret': key, port: '1' });
  expect(read(runner)).toMatchObject({ 'event-key': key, 'signing-key': key });
});
