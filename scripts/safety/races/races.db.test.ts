import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase } from '@/db/testing/database';
import type { SendWorld } from '@/db/testing/send-world';
import { sendWorldOn } from '@/db/testing/send-world';
import { RACE_AT } from './slot-kinds';
import { raceSlots } from './slot-race';
import { raceStops } from './stop-race';

const pace = { signal: new AbortController().signal, progress: () => undefined };
const CONNECTIONS = 20;
const RACES = 240;
let world: SendWorld;
beforeAll(async () => {
  world = await sendWorldOn(await freshDatabase(), RACE_AT, CONNECTIONS);
});
afterAll(() => world?.close());

test('of five who race for the last slot of any budget exactly one gets it, and the others are told which one and when it is free', async () => {
  const { figures, failures } = await raceSlots(world, { races: RACES, lanes: CONNECTIONS / 5, ...pace });
  expect(failures).toEqual([]);
  expect(figures).toMatchObject({ races: RACES, over: 0, lost: 0, misnamed: 0, mismatches: 0 });
  // A race that the winner had won before anybody else asked proves nothing.
  expect(figures.contended).toBeGreaterThan(RACES / 2);
}, 120_000);

test('after any stop is acknowledged only calls on its list reach the provider, and nothing is lost or sent twice', async () => {
  const { figures, failures } = await raceStops(world, { races: RACES, lanes: 8, ...pace });
  expect(failures).toEqual([]);
  expect(figures).toMatchObject({ races: RACES, afterOthers: 0, unaccounted: 0, mismatches: 0 });
  // Stops that all came before or after everything would prove nothing.
  expect(figures.afterListed).toBeGreaterThan(RACES / 50);
  expect(figures.before).toBeGreaterThan(RACES / 20);
  expect(figures.kept).toBeGreaterThan(RACES / 20);
}, 120_000);
