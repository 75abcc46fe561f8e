import { createHmac } from 'node:crypto';
import { draw, drawBetween } from '@/lib/domain/pacing/seeded-draw';
import { configOf } from './config';
import type { Delivery } from './records';
import { drop, type Op, put, type Store } from './store';
import type { SimulatorConfig } from './world-config';

/** The signature header of a webhook: `t` is real time, because that is the window its reader checks. */
export function signatureOf(secret: string, rawBody: string, realMs: number): string {
  const t = Math.floor(realMs / 1_000);
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.${rawBody}`).digest('hex')}`;
}

/**
 * Delivers events to every endpoint that asked for them: at least once, 8 tries with growing pauses (real time, as the
 * reader's outages are), and on after a restart, because what is undelivered is kept in the store.
 */
export function createWebhooks(store: Store, { seed, now }: { seed: string; now(): Date }): Webhooks {
  const inFlight = new Set<string>();
  const log: DeliveryLogLine[] = [];
  let stopped = false;
  const isDue = (delivery: Delivery) => !delivery.failed && delivery.dueAt <= now().toISOString();
  const pump = () => {
    if (stopped) return;
    const due = store.all('delivery').filter(([id, one]) => isDue(one) && !inFlight.has(id));
    for (const [id, delivery] of due) {
      if (inFlight.size >= PARALLEL) return;
      if (delivery.nextRealMs > Date.now()) continue;
      inFlight.add(id);
      void attempt(store, id, delivery, log).finally(() => inFlight.delete(id));
    }
  };
  const timer = setInterval(pump, 50);
  return {
    ops: (event) => deliveryOps(store, seed, event),
    pump,
    log: () => log,
    pending: () => store.all('delivery').filter(([, delivery]) => isDue(delivery)).length,
    nextDueAt() {
      const later = store.all('delivery').filter(([, one]) => !one.failed && !isDue(one));
      return later.map(([, one]) => one.dueAt).sort()[0] ?? null;
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      for (let round = 0; inFlight.size > 0 && round < 100; round += 1) await pause(50);
    },
  };
}

export interface SimulatorEvent {
  /** Equal ids are the same event: the reader's key against doubles. */
  id: string;
  at: Date;
  accountId: string;
  type: string;
  payload: unknown;
}

export interface Webhooks {
  /** Operations that queue an event, for the commit that makes it true. */
  ops(event: SimulatorEvent): Op[];
  pump(): void;
  log(): readonly DeliveryLogLine[];
  /** Undelivered ones whose time has come. */
  pending(): number;
  /** App time of the next one that is to come late; null when there is none. */
  nextDueAt(): string | null;
  stop(): Promise<void>;
}

export interface DeliveryLogLine {
  endpointId: string;
  eventId: string;
  type: string;
  attempt: number;
  realAt: string;
  httpStatus: number | null;
}

const PARALLEL = 6;
const ATTEMPTS_MAX = 8;
const FIRST_PAUSE_REAL_MS = 1_000;
const TIMEOUT_REAL_MS = 30_000;
const LOG_LINES_MAX = 1_000;
const LATE_MS_MAX = 8 * 3_600_000;

function deliveryOps(store: Store, seed: string, event: SimulatorEvent): Op[] {
  const times = deliveryTimes(configOf({ store }), seed, event);
  const body = JSON.stringify({
    id: event.id,
    created_at: event.at.toISOString(),
    account_id: event.accountId,
    type: event.type,
    payload: event.payload,
  });
  return store
    .all('endpoint')
    .filter(([, endpoint]) => endpoint.enabled)
    .filter(([, endpoint]) => endpoint.events === null || endpoint.events.includes(event.type))
    .filter(([, endpoint]) => endpoint.accountIds === null || endpoint.accountIds.includes(event.accountId))
    .flatMap(([endpointId]) =>
      times.map((dueAt, index) =>
        put('delivery', `${event.id}|${endpointId}${index === 0 ? '' : `|${index}`}`, {
          endpointId,
          accountId: event.accountId,
          eventId: event.id,
          type: event.type,
          body,
          attempts: 0,
          nextRealMs: 0,
          failed: false,
          dueAt,
        }),
      ),
    );
}

/** When an event is delivered: as a rule at once and once; some come up to 8 hours late, some twice (unipile.md §5). */
function deliveryTimes(config: SimulatorConfig, seed: string, event: SimulatorEvent): string[] {
  const key = `${seed}|${event.id}|delivery`;
  const late = draw(`${key}|late`) < config.lateWebhooks;
  const first = late ? event.at.getTime() + drawBetween(`${key}|by`, 0, LATE_MS_MAX) : event.at.getTime();
  const twice = draw(`${key}|twice`) < config.doubleWebhooks;
  const times = twice ? [first, first + drawBetween(`${key}|again`, 0, LATE_MS_MAX)] : [first];
  return times.map((ms) => new Date(ms).toISOString());
}

async function attempt(store: Store, id: string, delivery: Delivery, log: DeliveryLogLine[]): Promise<void> {
  const endpoint = store.get('endpoint', delivery.endpointId);
  if (endpoint === undefined) {
    store.commit([drop('delivery', id)]);
    return;
  }
  const httpStatus = await post(endpoint.url, endpoint.secret, delivery.body);
  const attempts = delivery.attempts + 1;
  log.push({
    endpointId: delivery.endpointId,
    eventId: delivery.eventId,
    type: delivery.type,
    attempt: attempts,
    realAt: new Date().toISOString(),
    httpStatus,
  });
  if (log.length > LOG_LINES_MAX) log.shift();
  const delivered = httpStatus !== null && httpStatus >= 200 && httpStatus < 300;
  if (delivered) {
    store.commit([drop('delivery', id)]);
    return;
  }
  const nextRealMs = Date.now() + FIRST_PAUSE_REAL_MS * 2 ** (attempts - 1);
  store.commit([put('delivery', id, { ...delivery, attempts, nextRealMs, failed: attempts >= ATTEMPTS_MAX })]);
}

async function post(url: string, secret: string, body: string): Promise<number | null> {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'unipile-signature': signatureOf(secret, body, Date.now()) },
      signal: AbortSignal.timeout(TIMEOUT_REAL_MS),
      redirect: 'manual',
    });
    await answer.arrayBuffer();
    return answer.status;
  } catch {
    // Nobody listens or the answer did not come in time: tried again like any other failure.
    return null;
  }
}

function pause(realMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, realMs));
}
