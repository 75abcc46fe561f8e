import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type SimulatorOptions, startSimulator } from './server';

const ARGS = z.object({
  port: z.coerce.number().int().min(0).max(65_535),
  key: z.string().min(8),
  data: z.string().min(1),
  'webhook-url': z.url({ protocol: /^https?$/ }).optional(),
  'webhook-secret': z.string().min(8).optional(),
  'clock-url': z.url({ protocol: /^https?$/ }).optional(),
  seed: z.string().default('1'),
  acceptance: z.coerce.number().min(0).max(1).optional(),
  reply: z.coerce.number().min(0).max(1).optional(),
});

/** Reads and checks the command line; says every argument that is wrong. */
function readOptions(): SimulatorOptions {
  const names = ['port', 'key', 'data', 'webhook-url', 'webhook-secret', 'clock-url', 'seed', 'acceptance', 'reply'];
  const { values } = parseArgs({
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
  });
  const parsed = ARGS.safeParse(values);
  if (!parsed.success) {
    throw new Error(parsed.error.issues.map((issue) => `--${issue.path.join('.')}: ${issue.message}`).join('\n'));
  }
  const args = parsed.data;
  if ((args['webhook-url'] === undefined) !== (args['webhook-secret'] === undefined)) {
    throw new Error('--webhook-url and --webhook-secret belong together');
  }
  return {
    port: args.port,
    key: args.key,
    dataDir: args.data,
    webhookUrl: args['webhook-url'],
    webhookSecret: args['webhook-secret'],
    clockUrl: args['clock-url'],
    seed: args.seed,
    acceptance: args.acceptance,
    reply: args.reply,
  };
}

try {
  const { port, close } = await startSimulator(readOptions());
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void close().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.stdout.write(`${JSON.stringify({ ready: true, port })}\n`);
} catch (error) {
  process.stderr.write(`simulator: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
