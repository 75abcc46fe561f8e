import { createHmac } from 'node:crypto';
import type { Delivery } from './records';
import { drop, type Op, put, type Store } from './store';

/** The signature header of a webhook: `t` is real time, because that is the window its reader checks. */
export function signatureOf(secret: string, rawBody: string, realMs: number): string {
  const t = Math.floor(realMs / 1_000);
  return `t=${t},v0=${createHmac('sha256', secret).update(`${t}.${rawBody}`).digest('hex')}`;
}

/**
 * Delivers events to every endpoint that asked for them: at least once, 8 tries with growing pauses (real time, as the
 * reader's outages are), and on after a restart, because what is undelivered is kept in the store.
 */
export function createWebhooks(store: Store): Webhooks {
  const inFlight = new Set<string>();
  const log: DeliveryLogLine[] = [];
  let stopped = false;
  const pump = () => {
    if (stopped) return;
    for (const [id, delivery] of store.all('delivery')) {
      if (inFlight.size >= PARALLEL) return;
      if (delivery.failed || inFlight.has(id) || delivery.nextRealMs > Date.now()) continue;
      inFlight.add(id);
      void attempt(store, id, delivery, log).finally(() => inFlight.delete(id));
    }
  };
  const timer = setInterval(pump, 50);
  return {
    ops: (event) => deliveryOps(store, event),
    pump,
    log: () => log,
    pending: () => store.all('delivery').filter(([, delivery]) => !delivery.failed).length,
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
  pending(): number;
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

function deliveryOps(store: Store, event: SimulatorEvent): Op[] {
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
    .map(([endpointId]) =>
      put('delivery', `${event.id}|${endpointId}`, {
        endpointId,
        accountId: event.accountId,
        eventId: event.id,
        type: event.type,
        body,
        attempts: 0,
        nextRealMs: 0,
        failed: false,
      }),
    );
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
