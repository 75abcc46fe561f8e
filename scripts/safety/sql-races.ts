import type { SafetyPart } from './part';
import { floorOf } from './part';
import { openRaceServer } from './races/server';
import { RACE_AT } from './races/slot-kinds';
import { raceSlots } from './races/slot-race';
import { raceStops } from './races/stop-race';

/** Races of each kind in the published proof. */
const RACES = 10_000;
const CONNECTIONS = 40;
/** Racers for one slot; each holds a connection. */
const RACERS = 5;
const SHOWN_MAX = 20;
/** Share of races that must have been close; a race that was over before it began proves nothing. */
const CONTENDED_LEAST = 0.5;
const AFTER_LISTED_LEAST = 0.01;
const KEPT_LEAST = 0.05;

/** Races on real connections: for the last slot of every kind of budget, and of every kind of stop against a send. */
export const sqlRaces: SafetyPart = {
  name: 'sqlRaces',
  proves: 'the last slot goes to one of many, and after a stop is acknowledged only listed calls reach the provider',
  apart: true,
  async run(options, progress) {
    const races = floorOf(RACES, options);
    const world = await openRaceServer(RACE_AT, CONNECTIONS);
    const pace = { races, signal: options.signal, progress };
    try {
      const slots = await raceSlots(world, { ...pace, lanes: CONNECTIONS / RACERS });
      const stops = await raceStops(world, { ...pace, lanes: CONNECTIONS / 2 });
      return {
        figures: {},
        details: { lastSlot: slots.figures, stopAgainstSend: stops.figures },
        failures: [
          ...[...slots.failures, ...stops.failures].slice(0, SHOWN_MAX),
          ...wrong({ ...slots.figures }, ['over', 'lost', 'misnamed', 'mismatches']),
          ...wrong({ ...stops.figures }, ['afterOthers', 'unaccounted', 'mismatches']),
          ...few('contended', slots.figures.contended, races * CONTENDED_LEAST),
          ...few('afterListed', stops.figures.afterListed, races * AFTER_LISTED_LEAST),
          ...few('kept', stops.figures.kept, races * KEPT_LEAST),
        ],
      };
    } finally {
      await world.close();
    }
  },
};

function wrong(figures: Record<string, number>, names: string[]): string[] {
  return names.filter((name) => figures[name] !== 0).map((name) => `races: ${name} is ${figures[name]}, not 0`);
}

function few(name: string, n: number, least: number): string[] {
  return n >= Math.floor(least) ? [] : [`races: ${name} is ${n}, at least ${Math.floor(least)}`];
}
