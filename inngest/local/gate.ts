import { readPath } from './expression';
import { concurrencyOf } from './function-config';
import type { RunnerEvent, World } from './world';

/** Counts calls under way, so that a function's concurrency limits hold; one runner process drives a database. */
export function callGate(world: World) {
  const running = new Map<string, number>();
  return {
    /** Takes a place under every limit of the function, or none: null when one is full. The answer gives them back. */
    enter(functionId: string, event: RunnerEvent): (() => void) | null {
      const config = world.functions.get(functionId);
      const limits = config === undefined ? [] : concurrencyOf(config);
      const places = limits.map(({ limit, key }, index) => ({
        limit,
        name: `${functionId}:${index}:${key === null ? '' : JSON.stringify(readPath(key, { event }) ?? null)}`,
      }));
      if (places.some(({ limit, name }) => (running.get(name) ?? 0) >= limit)) return null;
      for (const { name } of places) running.set(name, (running.get(name) ?? 0) + 1);
      return () => {
        for (const { name } of places) {
          const left = (running.get(name) ?? 1) - 1;
          if (left === 0) running.delete(name);
          else running.set(name, left);
        }
      };
    },
  };
}
