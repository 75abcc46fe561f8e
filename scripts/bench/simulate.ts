import { execFileSync } from 'node:child_process';
import { isSend } from '../simulate/measure/facts';
import { runPlay } from '../simulate/run-play';

/**
 * What a send costs in a whole play: core-milliseconds of this process, that is of the app, the runner and the provider
 * together, over everything a sending day does besides. `ofFloor` compares it with the start of an empty Node process.
 */
export async function benchSimulate(): Promise<Record<string, unknown>> {
  const [accounts, days] = [2, 2];
  const played = await runPlay({ accounts, days, seed: '1', world: 'standard' });
  const sends = played.facts.lines.filter(isSend).length;
  const coreMsPerSend = played.cpuMs / Math.max(1, sends);
  const floorMs = emptyProcessMs();
  return {
    ...{ accounts, days, sends, calls: played.facts.lines.length, moments: played.moments },
    wallSeconds: Math.round(played.wallSeconds),
    coreMsPerSend: Math.round(coreMsPerSend),
    floorMs: Math.round(floorMs),
    ofFloor: Number((coreMsPerSend / floorMs).toFixed(2)),
  };
}

const FLOOR_ROUNDS = 5;

function emptyProcessMs(): number {
  const times = Array.from({ length: FLOOR_ROUNDS }, () => {
    const startedMs = performance.now();
    execFileSync(process.execPath, ['-e', '']);
    return performance.now() - startedMs;
  });
  return Math.min(...times);
}
