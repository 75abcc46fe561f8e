import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './install.mjs';
import { endGroup } from './process-identity.mjs';

/**
 * Runs node with `args` in the repository and resolves to its exit code and, with `capture`, its output (else shown).
 * When `signal` is given it ends the process and everything that process started.
 */
export function runNode(args, { env = process.env, capture = false, signal } = {}) {
  return new Promise((resolve, reject) => {
    const out = capture ? 'pipe' : 'inherit';
    const child = spawn(process.execPath, args, { cwd: root, env, detached: true, stdio: ['ignore', out, out] });
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const abort = () => void endGroup(child.pid, 20_000);
    if (signal?.aborted) abort();
    signal?.addEventListener('abort', abort, { once: true });
    child.once('error', reject);
    child.once('close', (code) => {
      signal?.removeEventListener('abort', abort);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** The path of a program that a package brings, to be run by node without a shell or npx. */
export function packageProgram(...parts) {
  return path.join(root, 'node_modules', ...parts);
}
