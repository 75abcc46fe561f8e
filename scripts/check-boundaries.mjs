import { existsSync } from 'node:fs';
import path from 'node:path';
import { filesBelow } from './files.mjs';
import { root } from './install.mjs';
import { packageProgram, runNode } from './steps.mjs';

const FOLDERS = ['app', 'components', 'db', 'inngest', 'lib'];
const OURS = /^(app|components|db|inngest|lib)\/.*\.tsx?$/;
const LEAST_SHARE = 0.6;

/**
 * The forbidden imports of the source (.dependency-cruiser.cjs), a line each. dependency-cruiser reports success when it
 * understood no file at all (it does with a TypeScript it does not know), so a small share of files read is a problem too.
 */
export async function checkBoundaries(signal) {
  const cli = packageProgram('dependency-cruiser', 'bin', 'dependency-cruise.mjs');
  const folders = FOLDERS.filter((folder) => existsSync(path.join(root, folder)));
  const options = ['--config', '.dependency-cruiser.cjs', '--output-type', 'json', '--no-cache', '--no-progress'];
  const { output } = await runNode([cli, ...options, ...folders], { capture: true, signal });
  let result;
  try {
    result = JSON.parse(output.slice(output.indexOf('{')));
  } catch {
    return [`dependency-cruiser failed: ${output.slice(0, 2_000)}`];
  }
  const onDisk = filesBelow(FOLDERS).filter((file) => OURS.test(file)).length;
  const read = result.modules.filter((module) => OURS.test(module.source)).length;
  const few = read < onDisk * LEAST_SHARE ? [`dependency-cruiser read only ${read} of ${onDisk} files`] : [];
  const broken = result.summary.violations.filter((violation) => violation.rule.severity === 'error');
  return [...few, ...broken.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)];
}
