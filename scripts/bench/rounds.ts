import { median } from '../median';

/** What one measurement of a round came to. */
export interface Sample {
  perSecond: number;
  p99Ms: number;
}

/** Runs `work` on `lanes` lanes for `forMs` and counts what ends in that time. */
export async function measure(lanes: number, forMs: number, work: () => Promise<void>): Promise<Sample> {
  const took: number[] = [];
  const start = performance.now();
  const end = start + forMs;
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      while (performance.now() < end) {
        const begun = performance.now();
        await work();
        took.push(performance.now() - begun);
      }
    }),
  );
  took.sort((a, b) => a - b);
  return {
    perSecond: (took.length * 1_000) / (performance.now() - start),
    p99Ms: took[Math.floor(took.length * 0.99)] ?? 0,
  };
}

/** The measurements of every round, in turn, so that a slow minute of the machine falls on all of them alike. */
export async function interleave<Name extends string>(
  rounds: number,
  works: Record<Name, () => Promise<Sample>>,
): Promise<Record<Name, Sample>> {
  const names = Object.keys(works) as Name[];
  const all = new Map<Name, Sample[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) all.get(name)?.push(await works[name]());
  }
  const entries = names.map((name) => {
    const samples = all.get(name) ?? [];
    const sample = {
      perSecond: median(samples.map((one) => one.perSecond)),
      p99Ms: median(samples.map((one) => one.p99Ms)),
    };
    return [name, sample] as const;
  });
  return Object.fromEntries(entries) as Record<Name, Sample>;
}

export function ratio(a: number, b: number): number {
  return Math.round((a / b) * 1_000) / 1_000;
}
