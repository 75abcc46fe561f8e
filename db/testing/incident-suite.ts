import { afterAll, beforeAll, expect } from 'vitest';
import type { IncidentWorld } from './incident-world';
import { openIncidentWorld } from './incident-world';
import { mismatches } from './send-world';

/**
 * An incident world for a file of tests, opened before the first and closed after the last, when every counter must equal
 * its rows. `config` are switches of the simulator. The world is there inside of tests alone.
 */
export function incidentSuite(config?: Record<string, unknown>): IncidentWorld {
  let opened: IncidentWorld | undefined;
  beforeAll(async () => {
    opened = await openIncidentWorld();
    if (config !== undefined) await opened.simulator.call('POST', '/_sim/config', config);
  }, 60_000);
  afterAll(async () => {
    if (opened === undefined) return;
    expect([...(await mismatches(opened))]).toEqual([]);
    await opened.close();
  });
  return new Proxy({} as IncidentWorld, {
    get(_target, name) {
      if (opened === undefined) throw new Error('the world is open inside of tests alone');
      return Reflect.get(opened, name);
    },
  });
}
