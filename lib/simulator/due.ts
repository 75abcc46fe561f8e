import { setStatusOps } from './accounts';
import { replyOps } from './conversations';
import { lossOf, nextDropOps } from './drops';
import { relationOps } from './invitations';
import type { Account, Records } from './records';
import type { Simulation } from './simulation';
import { drop, type Op, put } from './store';

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
  if (event.kind === 'drop') return dropOps(simulation, account, event.text ?? '0', at);
  if (event.kind === 'back') return backOps(simulation, account, event.text ?? '0', at);
  if (event.kind === 'reply') return replyOps(simulation, account, event.slug, event.text ?? '', at);
  const request = event.requestId === null ? undefined : simulation.store.get('request', event.requestId);
  if (event.requestId === null || request?.state !== 'pending') return [];
  return relationOps(simulation, account, event.requestId, request, at);
}

/** The connection is lost for some hours or days; an account that LinkedIn has restricted meanwhile stays as it is. */
function dropOps(simulation: Simulation, account: Account, number: string, at: Date): Op[] {
  if (account.status !== 'running') return nextDropOps(simulation, account.id, Number(number) + 1, at);
  const loss = lossOf(simulation, { accountId: account.id, number, at });
  const back = {
    accountId: account.id,
    slug: '',
    kind: 'back' as const,
    at: loss.backAt.toISOString(),
    requestId: null,
    text: number,
  };
  const lost = { ...account, checkpoint: loss.checkpoint };
  return [...setStatusOps(simulation, lost, 'disconnected', at), put('due', `back|${account.id}`, back)];
}

function backOps(simulation: Simulation, account: Account, number: string, at: Date): Op[] {
  const next = nextDropOps(simulation, account.id, Number(number) + 1, at);
  const back = { ...account, checkpoint: false };
  return account.status === 'disconnected' ? [...setStatusOps(simulation, back, 'running', at), ...next] : next;
}
