import { z } from 'zod';
import type { Answer } from './http-answer';
import { refused } from './http-answer';
import { newUlid } from './ids';
import { keepEvents } from './take-events';
import type { World } from './world';

const EVENT_BYTES_MAX = 3_145_728;
const EVENTS_MAX = 5_000;
const TS_LEAST_MS = Date.UTC(1980, 0, 1);
const TS_MOST_MS = Date.UTC(2100, 0, 1);
const TEXT_MAX = 512;

const eventBody = z.object({
  name: z
    .string()
    .min(1, 'event name is empty')
    .max(TEXT_MAX)
    .refine((name) => !name.startsWith('inngest/'), 'event name is reserved for Inngest'),
  data: z.record(z.string(), z.unknown()).nullish(),
  id: z.string().max(TEXT_MAX).nullish(),
  ts: z.number().int().min(TS_LEAST_MS).max(TS_MOST_MS).nullish(),
  user: z.record(z.string(), z.unknown()).nullish(),
});

/**
 * Takes one event or several. An event without a `ts` is due at once in app time; the `seed` is the same on the SDK's own
 * retries of a request, so that what has no id of its own is not kept twice.
 */
export async function takeEvents(world: World, json: unknown, seed: unknown): Promise<Answer> {
  const bodies = z.array(eventBody).max(EVENTS_MAX).safeParse([json].flat());
  if (!bodies.success) return wrong(bodies.error.issues[0]?.message ?? 'an event is wrong');
  if (bodies.data.some((body) => Buffer.byteLength(JSON.stringify(body)) > EVENT_BYTES_MAX))
    return wrong('Event is over the max size');
  const now = await world.clock.known();
  if (now === null) return refused(503, 'the app’s time is not known yet');
  const events = bodies.data.map((body, index) => {
    const internalId = newUlid(Date.now());
    return {
      internalId,
      key: keyOf(body.id, seed, index),
      event: {
        id: body.id || internalId,
        name: body.name,
        data: body.data ?? {},
        ts: body.ts ?? now.getTime(),
        user: body.user ?? {},
      },
    };
  });
  await keepEvents(world, events);
  const ids = events.length === 0 ? [''] : events.map((event) => event.internalId);
  return { status: 200, body: { ids, status: 200 } };
}

function keyOf(id: string | null | undefined, seed: unknown, index: number): string | null {
  if (id) return `event:${id}`;
  return typeof seed === 'string' ? `seed:${seed}:${index}` : null;
}

function wrong(error: string): Answer {
  return { status: 400, body: { ids: [''], status: 400, error } };
}
