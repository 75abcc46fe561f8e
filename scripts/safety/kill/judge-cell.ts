import { sql } from 'drizzle-orm';
import { rowsOf } from '../../../db/client';
import type { LedgerLine } from '../../../lib/simulator/ledger';
import { CAP, type CellWorld } from './cell-world';
import type { Cell } from './points';
import type { KillStack } from './stack';

export interface PersonRow extends Record<string, unknown> {
  slug: string;
  state: string;
  reason: string | null;
  active: boolean;
}
export interface SendRow extends Record<string, unknown> {
  slug: string;
  state: string;
  action: string;
}

/** Everything that is known of a cell when it is over. */
export interface CellFacts {
  /** The provider's own ledger: what the account was told to do. */
  ledger: readonly LedgerLine[];
  people: readonly PersonRow[];
  sends: readonly SendRow[];
  /** Counters that differ from their rows. */
  mismatches: number;
}

/** Reads the facts of a cell: the provider's ledger first of all, our tables beside it. */
export async function factsOf(stack: KillStack, world: CellWorld): Promise<CellFacts> {
  const { workspaceId } = world;
  const ledger = await stack.ledgerOf(world.providerAccountId);
  return stack.owner.orm.transaction(async (tx) => ({
    ledger,
    people: await rowsOf<PersonRow>(
      tx,
      sql`select p.linkedin_slug as slug, e.state, e.reason, e.active from enrolments e join prospects p on p.id = e.prospect_id where e.workspace_id = ${workspaceId}`,
    ),
    sends: await rowsOf<SendRow>(
      tx,
      sql`select p.linkedin_slug as slug, s.state, s.action from sends s join prospects p on p.id = s.prospect_id where s.workspace_id = ${workspaceId}`,
    ),
    mismatches: (await rowsOf(tx, sql`select 1 from ledger_mismatches() where workspace_id = ${workspaceId}`)).length,
  }));
}

/**
 * What is wrong with a cell, in words; nothing when every promise held. `certainty` says whether the person of the crash
 * may end without a sent act: only where the provider may or may not have acted, and only as held for a person.
 */
export function judgeCell(cell: Pick<Cell, 'action' | 'point'>, facts: CellFacts, dayEnd: Date): string[] {
  const acts = facts.ledger.filter((line) => line.action === cell.action);
  const landed = acts.filter((line) => line.outcome === 'accepted');
  const problems = facts.ledger
    .filter((line) => line.action !== cell.action && line.action !== 'lookup')
    .map((line) => `the provider was told to ${line.action}, which no step asks for`);
  for (const line of acts) {
    if (line.outcome === 'refused') problems.push(`the provider refused ${line.slug}: ${line.refusal}`);
  }
  const today = landed.filter((line) => new Date(line.at) < dayEnd).length;
  if (today > CAP) problems.push(`${today} acts on a day with a cap of ${CAP}`);
  if (facts.mismatches > 0) problems.push(`${facts.mismatches} budgets do not count what was spent`);
  const held: string[] = [];
  for (const person of facts.people) {
    const times = landed.filter((line) => line.slug === person.slug).length;
    const rows = facts.sends.filter((send) => send.slug === person.slug && send.action === cell.action);
    problems.push(...judgePerson(person, rows, times));
    if (times === 0 && rows.some((row) => row.state === 'held')) held.push(person.slug);
  }
  const mayHold = cell.point.certainty === 'in_doubt' ? 1 : 0;
  if (held.length > mayHold) problems.push(`held for a person, although it is certain: ${held.join(', ')}`);
  return problems;
}

function judgePerson(person: PersonRow, rows: readonly SendRow[], times: number): string[] {
  const problems: string[] = [];
  const states = rows.map((row) => row.state);
  const sent = states.filter((state) => state === 'sent').length;
  if (times > 1) problems.push(`${person.slug} was reached ${times} times`);
  if (sent > 1) problems.push(`${person.slug} has ${sent} sent rows for one step`);
  if (sent !== times)
    problems.push(`${person.slug} was reached ${times} times, our rows say ${states.join(', ') || 'nothing'}`);
  const open = states.filter((state) => state === 'reserved' || state === 'dispatching' || state === 'unknown');
  if (open.length > 0) problems.push(`a send to ${person.slug} is ${open.join(', ')} for ever`);
  if (times === 0 && !states.includes('held')) {
    problems.push(
      `${person.slug} is lost: ${person.state} (${person.reason ?? 'no reason'}), rows ${states.join(', ')}`,
    );
  }
  if (times > 0 && person.active) problems.push(`${person.slug} was reached and is still ${person.state}`);
  return problems;
}
