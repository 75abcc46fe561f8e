import { readdirSync, readFileSync } from 'node:fs';

/** `/proc` counts in hundredths of a second. */
const TICK_MS = 10;

/**
 * CPU time that a process and its children have used, in ms, those that have ended included; null where there is no
 * `/proc` to read it from.
 */
export function cpuMsOf(pid: number): number | null {
  const own = readStat(pid);
  if (own === null) return null;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readStat(Number(name)))
    .filter((stat) => stat?.parent === pid);
  return own.ownMs + own.endedMs + children.reduce((sum, stat) => sum + (stat?.ownMs ?? 0), 0);
}

function readStat(pid: number): { parent: number; ownMs: number; endedMs: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold anything; after it the fields are numbered from 3.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const ticks = (number: number) => Number(fields[number - 3]);
    return {
      parent: ticks(4),
      ownMs: (ticks(14) + ticks(15)) * TICK_MS,
      endedMs: (ticks(16) + ticks(17)) * TICK_MS,
    };
  } catch {
    return null;
  }
}
