import { replyOps } from './conversations';
import { relationOps } from './invitations';
import type { Records } from './records';
import type { Simulation } from './simulation';
import { drop, type Op } from './store';

/** Lets everything happen whose app time has come, in its order, each at its own instant. */
export function runDue(simulation: Simulation): void {
  const now = simulation.clock.now().toISOString();
  const due = simulation.store
    .all('due')
    .filter(([, event]) => event.at <= now)
    .sort(([idA, a], [idB, b]) => (`${a.at}|${idA}` < `${b.at}|${idB}` ? -1 : 1));
  for (const [id, event] of due) simulation.store.commit([drop('due', id), ...opsOf(simulation, event)]);
}

/** App time of the next thing that will happen by itself. */
export function nextDueAt(simulation: Simulation): string | null {
  let next = simulation.webhooks.nextDueAt();
  for (const [, event] of simulation.store.all('due')) if (next === null || event.at < next) next = event.at;
  return next;
}

function opsOf(simulation: Simulation, event: Records['due']): Op[] {
  const account = simulation.store.get('account', event.accountId);
  if (account === undefined) return [];
  const at = new Date(event.at);
  if (event.kind === 'reply') return replyOps(simulation, account, event.slug, event.text ?? '', at);
  const request = event.requestId === null ? undefined : simulation.store.get('request', event.requestId);
  if (event.requestId === null || request?.state !== 'pending') return [];
  return relationOps(simulation, account, event.requestId, request, at);
}
