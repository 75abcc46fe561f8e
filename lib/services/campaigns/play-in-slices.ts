import type { ServiceContext } from '../context';

/** How long a computation may keep the process to itself, in real ms. */
const SLICE_REAL_MS = 12;

/** Runs a long computation to its end, but lets the process answer others every few milliseconds. */
export async function playInSlices<T>(ctx: Pick<ServiceContext, 'wallMs'>, work: Generator<void, T>): Promise<T> {
  let begun = ctx.wallMs();
  for (let step = work.next(); ; step = work.next()) {
    if (step.done === true) return step.value;
    if (ctx.wallMs() - begun < SLICE_REAL_MS) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    begun = ctx.wallMs();
  }
}
