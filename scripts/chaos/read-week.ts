import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client';
import { auditLedger } from '../../db/queries/ledger';
import { parseLedger } from '../../lib/simulator/ledger';
import type { PersonRow, SendRow, Week } from './judge';

const LOOKS = 3;
const BETWEEN_LOOKS_MS = 2_000;

/** What one play left behind: the provider's file, our ledger beside it, where people stand, and runs that stand still. */
export async function readWeek(owner: Database, dataDir: string): Promise<Week> {
  const checks = await auditLedger(owner);
  return {
    lines: parseLedger(readFileSync(path.join(dataDir, 'simulator', 'provider-ledger.jsonl'), 'utf8')),
    sends: [
      ...(await owner.orm.execute<Row<SendRow>>(sql`select s.id, p.linkedin_slug as slug, s.action, s.state,
        coalesce(s.answer ->> 'code', s.answer ->> 'detail') as evidence
        from sends s left join prospects p on p.id = s.prospect_id`)),
    ],
    people: [
      ...(await owner.orm.execute<Row<PersonRow>>(sql`select p.linkedin_slug as slug, e.state, e.reason,
        e.due_at is not null or e.wake_at is not null or e.state = 'queued' as "isPlanned"
        from enrolments e join prospects p on p.id = e.prospect_id where p.linkedin_slug is not null`)),
    ],
    auditFaults: checks.flatMap((check) => check.faults),
    stuckRuns: await stuckRuns(owner),
  };
}

type Row<T> = T & Record<string, unknown>;

/** Runs that neither wait, nor are called, nor stand in a queue, at each of several looks: nothing will take them further. */
async function stuckRuns(owner: Database): Promise<string[]> {
  let stuck: string[] | null = null;
  for (let look = 0; look < LOOKS; look += 1) {
    if (look > 0) await sleep(BETWEEN_LOOKS_MS);
    const rows = await owner.orm.execute<{
      run: string;
    }>(sql`select r.function_id || ' ' || r.id as run from inngest_local.runs r
      where r.status = 'Running' and r.start_at is null
        and not exists (select 1 from inngest_local.steps s where s.run_id = r.id and s.status = 'waiting')
        and not exists (select 1 from inngest_local.parked k where k.run_id = r.id)
        and not exists (select 1 from inngest_local_worker.jobs j where j.key like r.id || ':%')`);
    const now = new Set(rows.map((row) => row.run));
    stuck = stuck === null ? [...now] : stuck.filter((run) => now.has(run));
  }
  return stuck ?? [];
}
