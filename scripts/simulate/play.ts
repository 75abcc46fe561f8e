import { setTimeout as sleep } from 'node:timers/promises';
import type { Ahead } from '../../inngest/local/look-ahead';
import type { Stack } from './stack';

/** Wall time after which a play in which nothing ends any more is given up. */
const STUCK_MS = 60_000;

/**
 * Plays until `until`: whenever nothing is in flight, the clock jumps to the next due moment of the runner or of the world.
 * `onMoment` is called at each, before the next jump. Answers how many moments there were.
 */
export async function play(
  stack: Stack,
  input: { until: Date; onMoment: (now: Date) => Promise<void> },
): Promise<{ moments: number }> {
  for (let moments = 0; ; moments += 1) {
    const { ahead, worldAt } = await quiet(stack);
    const now = stack.clock.now();
    await input.onMoment(now);
    if (now >= input.until) return { moments };
    await moveTo(stack, earliest([nextMoment(now, ahead, worldAt), input.until]));
  }
}

/** The world moves first and is heard before the runner's own timers look: at one instant news come before work. */
async function moveTo(stack: Stack, at: Date): Promise<void> {
  await stack.clock.moveTo(at);
  await stack.simulator.pinClock(at);
  stack.runner.nudge();
}

function nextMoment(now: Date, ahead: Ahead, worldAt: Date | null): Date {
  const next = earliest([ahead.nextAt, ahead.nextCronAt, worldAt].filter((at) => at !== null));
  return next > now ? next : now;
}

function earliest(moments: Date[]): Date {
  const [first] = moments.sort((a, b) => a.getTime() - b.getTime());
  if (first === undefined) throw new Error('nothing is due any more, not even a cron');
  return first;
}

/** Waits until nothing is in flight: no request, no queued call, nothing due in the runner, no webhook to deliver. */
async function quiet(stack: Stack): Promise<{ ahead: Ahead; worldAt: Date | null }> {
  let what = '';
  let requests = -1;
  for (let quietSince = performance.now(); performance.now() - quietSince < STUCK_MS; ) {
    const before = stack.app.requests();
    if (before !== requests) quietSince = performance.now();
    requests = before;
    // Asking costs more than waiting: while somebody is inside the answer is known.
    if (stack.app.inside() > 0) {
      await sleep(2);
      continue;
    }
    const ahead = await stack.runner.ahead();
    const world = !ahead.busy ? await stack.simulator.status() : null;
    if (world !== null && world.pendingWebhooks === 0 && stack.app.requests() === before && stack.app.inside() === 0)
      return { ahead, worldAt: world.nextDueAt };
    what = JSON.stringify({ inside: stack.app.inside(), ...ahead, world });
    await sleep(1);
  }
  throw new Error(`nothing has ended for ${STUCK_MS / 1000} s at ${stack.clock.now().toISOString()}: ${what}`);
}
