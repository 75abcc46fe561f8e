import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import { inWorkspace } from '../client';
import { concludeSend, dispatchSend, settleSend } from '../queries/send-store';
import type { ModelSend } from './budget-model';
import { drawnBy } from './budget-model';
import type { Command } from './model-commands';
import { SMALL } from './model-commands';
import type { ModelRun } from './model-run';
import { advance, kindOf, pick } from './model-run';
import { INSTALLATION, putCap, reserveAs } from './send-world';

const ZONES = ['Europe/Berlin', 'America/Los_Angeles', 'Pacific/Auckland'];

/** Carries out one command in the store and in memory, and expects both to say the same. Answers the outcome in a word. */
export async function applyCommand(run: ModelRun, each: Command): Promise<string> {
  switch (each.kind) {
    case 'reserve':
      return reserve(run, each);
    case 'dispatch':
      return dispatch(run, pick(run, 'reserved', each.which));
    case 'settle':
      return settle(run, pick(run, 'dispatching', each.which) ?? pick(run, 'reserved', each.which), each.as);
    case 'conclude':
      return conclude(run, pick(run, 'unknown', each.which) ?? pick(run, 'held', each.which), each.as);
    case 'advance':
      return advance(run, run.nowMs + each.ms);
    case 'advance_to_free': {
      const [refusal] = run.model.refusals(drawnBy(kindOf(run, each.what)), run.nowMs);
      return refusal?.freeAtMs ? advance(run, Math.max(run.nowMs, refusal.freeAtMs - each.earlyMs)) : 'nothing';
    }
    case 'cap': {
      const key = SMALL[each.which] ?? 'invite.day';
      const timeZone = ZONES[each.zone] ?? 'Europe/Berlin';
      await putCap(run.world, { accountId: run.accountId, key, cap: each.cap, timeZone, now: new Date(run.nowMs) });
      run.model.put(key, each.cap, timeZone, run.nowMs);
      return 'cap';
    }
    case 'external':
      return external(run, each.what);
  }
}

async function reserve(run: ModelRun, input: { what: number; who: number; staleMs: number }): Promise<string> {
  const kind = kindOf(run, input.what);
  const person = run.people[(kind.campaign ?? 0) * 60 + input.who];
  if (person === undefined) throw new Error('no such person');
  const stepKey = `${kind.action} ${kind.origin}`;
  const row = await reserveAs(run.world, {
    sender: { accountId: run.accountId, campaignId: kind.campaignId ?? '', stepId: kind.stepId },
    campaignId: kind.campaignId,
    enrolment: person,
    stepKey,
    action: kind.action,
    variant: kind.variant,
    origin: kind.origin,
    now: new Date(run.nowMs - input.staleMs),
    leaseMs: 3_600_000,
  });
  const { model } = run;
  const drawn = drawnBy(kind);
  const before = model.sends.find((send) => send.enrolmentId === `${person.id} ${stepKey}`);
  if (before !== undefined && before.state !== 'released') {
    expect(row).toMatchObject({ outcome: 'duplicate', sendId: before.sendId, reason: before.state });
    return row.outcome;
  }
  if (input.staleMs === 0) {
    const refusals = model.refusals(drawn, run.nowMs);
    if (refusals.length > 0) {
      expect(refusals).toContainEqual({
        key: row.reason,
        cap: row.cap,
        used: row.used,
        freeAtMs: row.freeAt?.getTime() ?? null,
      });
      expect(row.outcome).toBe('capped');
      return row.outcome;
    }
    expect(row).toMatchObject({ outcome: 'reserved', reason: null, freeAt: null });
  }
  // A process whose clock is behind may be refused more than it must; what it gets has to fit like anything else. A send
  // of a moment ago is closer than the gap of 0 allows to one stamped later.
  if (row.outcome !== 'reserved') {
    expect(['capped', 'minimum_gap']).toContain(row.outcome === 'gated' ? row.reason : row.outcome);
    return row.outcome;
  }
  const atMs = row.reservedAt?.getTime() ?? Number.NaN;
  for (const budget of drawn) expect(model.counted(budget, atMs).length).toBeLessThan(model.of(budget).cap);
  if (input.staleMs === 0) expect(atMs).toBe(run.nowMs);
  else expect(atMs).toBeLessThanOrEqual(run.nowMs);
  const made = {
    sendId: row.sendId ?? '',
    fence: row.fence,
    enrolmentId: `${person.id} ${stepKey}`,
    action: kind.action,
    variant: kind.variant,
    origin: kind.origin,
    campaignId: kind.campaignId,
    atMs,
    state: 'reserved',
    kept: drawn,
  };
  if (before === undefined) model.sends.push(made);
  else Object.assign(before, made);
  return row.outcome;
}

async function dispatch(run: ModelRun, send: ModelSend | undefined): Promise<string> {
  if (send === undefined) return 'nothing';
  const row = await inWorkspace(run.world.app, run.world.workspaceId, (tx) =>
    dispatchSend(tx, {
      sendId: send.sendId,
      fence: send.fence,
      now: new Date(run.nowMs),
      installationId: INSTALLATION,
      deadlineMs: 3_600_000,
    }),
  );
  expect(row.outcome).toBe('dispatching');
  send.state = 'dispatching';
  return row.outcome;
}

const ANSWERS = [
  { state: 'sent', keep: 'all' },
  { state: 'rejected', keep: 'attempt' },
  { state: 'rejected', keep: 'attempt_and_ramp' },
  { state: 'unknown', keep: 'all' },
  { state: 'released', keep: 'none' },
] as const;

async function settle(run: ModelRun, send: ModelSend | undefined, as: number): Promise<string> {
  if (send === undefined) return 'nothing';
  const answer = send.state === 'reserved' ? ANSWERS[4] : (ANSWERS[as] ?? ANSWERS[0]);
  const input = {
    sendId: send.sendId,
    fence: send.fence,
    ...answer,
    providerRef: null,
    answer: {},
    now: new Date(run.nowMs),
  };
  const once = await inWorkspace(run.world.app, run.world.workspaceId, (tx) => settleSend(tx, input));
  const twice = await inWorkspace(run.world.app, run.world.workspaceId, (tx) => settleSend(tx, input));
  expect([once, twice]).toEqual([true, false]);
  send.state = answer.state;
  send.kept = send.kept.filter(
    (budget) =>
      answer.keep === 'all' ||
      (answer.keep !== 'none' && budget.startsWith('attempt.')) ||
      (answer.keep === 'attempt_and_ramp' && budget.startsWith('ramp.')),
  );
  return answer.state;
}

async function conclude(run: ModelRun, send: ModelSend | undefined, as: 'sent' | 'held' | 'closed'): Promise<string> {
  if (send === undefined) return 'nothing';
  const allowed = send.state === 'unknown' ? as !== 'closed' : as !== 'held';
  const input = { sendId: send.sendId, state: as, providerRef: null, answer: {}, now: new Date(run.nowMs) };
  const done = await inWorkspace(run.world.app, run.world.workspaceId, (tx) => concludeSend(tx, input));
  expect(done).toBe(allowed);
  if (!allowed) return 'refused';
  send.state = as;
  if (as === 'closed') send.kept = send.kept.filter((budget) => budget.startsWith('attempt.'));
  return as;
}

async function external(run: ModelRun, what: number): Promise<string> {
  const { action } = kindOf(run, what);
  const ref = `by hand ${run.model.sends.length}`;
  const sendId = `${run.accountId} ${ref}`;
  await inWorkspace(run.world.app, run.world.workspaceId, (tx) =>
    tx.execute(
      sql`select send_book_external(${sendId}, ${run.accountId}, null, ${action}, 'plain', ${ref}, ${new Date(run.nowMs).toISOString()}::timestamptz)`,
    ),
  );
  run.model.sends.push({
    sendId,
    fence: '',
    enrolmentId: ref,
    action,
    variant: 'plain',
    origin: 'external',
    campaignId: null,
    atMs: run.nowMs,
    state: 'sent',
    kept: drawnBy({ action, variant: 'plain', origin: 'external', campaignId: null }),
  });
  return 'external';
}
