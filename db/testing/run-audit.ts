import { spawn } from 'node:child_process';
import path from 'node:path';

/** Runs `npm run ledger:audit` as an operator would, with nothing but `env`. */
export async function runAudit(env: Record<string, string>): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/ledger-audit.ts'], {
    cwd: path.resolve(import.meta.dirname, '..', '..'),
    env: { NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, text };
}
