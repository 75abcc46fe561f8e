import { compileKey } from './expression';
import type { FunctionConfig } from './function-config';
import { concurrencyOf } from './function-config';
import type { RunnerEvent } from './world';

/** Something of which a limited number of calls may be under way at a time. */
export interface Place {
  name: string;
  limit: number;
}

/**
 * The places that a call needs: its function's concurrency limits, and, for a discovery, that no other one of its run is
 * under way: two at once could each run the same new step.
 */
export function placesOf(
  config: FunctionConfig | undefined,
  call: { runId: string; stepId: string; event: RunnerEvent },
): Place[] {
  const limits = config === undefined ? [] : concurrencyOf(config);
  const places = limits.map(({ limit, key, sharedBy }, index) => ({
    limit,
    name: key === null ? `${sharedBy}:${index}` : `${sharedBy}:${key}:${compileKey(key)({ event: call.event })}`,
  }));
  return call.stepId === 'step' ? [...places, { limit: 1, name: `run:${call.runId}` }] : places;
}

/**
 * Counts the calls under way, in memory: one runner process drives a database. As in Inngest the limits count calls, not
 * runs: a run that sleeps holds no place.
 */
export class Gate {
  private readonly taken = new Map<string, number>();
  private readonly waiting = new Map<string, Set<string>>();

  /** Takes one of every place, or none: then it answers the first that is full. */
  enter(places: Place[]): Place | null {
    const full = places.find(({ name, limit }) => (this.taken.get(name) ?? 0) >= limit);
    if (full !== undefined) return full;
    for (const { name } of places) this.taken.set(name, (this.taken.get(name) ?? 0) + 1);
    return null;
  }

  /** Gives the places back; answers the jobs that may be waiting for them, one a place, in the order they came. */
  leave(places: Place[]): string[] {
    const next: string[] = [];
    for (const { name } of places) {
      const left = (this.taken.get(name) ?? 1) - 1;
      if (left > 0) this.taken.set(name, left);
      else this.taken.delete(name);
      next.push(...this.takeWaiting(name));
    }
    return next;
  }

  /** Remembers a job that found a place full. Answers it back when the place has become free meanwhile. */
  wait(place: Place, jobId: string): string[] {
    const jobs = this.waiting.get(place.name) ?? new Set<string>();
    this.waiting.set(place.name, jobs.add(jobId));
    return (this.taken.get(place.name) ?? 0) < place.limit ? this.takeWaiting(place.name) : [];
  }

  /** Jobs that may enter places which a job did not take after all: they were told of it before them. */
  passOn(places: Place[]): string[] {
    const free = places.filter(({ name, limit }) => (this.taken.get(name) ?? 0) < limit);
    return free.flatMap(({ name }) => this.takeWaiting(name));
  }

  private takeWaiting(name: string): string[] {
    const jobs = this.waiting.get(name);
    const [first] = jobs ?? [];
    if (jobs === undefined || first === undefined) return [];
    jobs.delete(first);
    if (jobs.size === 0) this.waiting.delete(name);
    return [first];
  }
}
