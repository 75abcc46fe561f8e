import { sql } from 'drizzle-orm';
import type { RampKind } from '../../lib/domain/limits/constants';
import type { OpenedDay } from './measure/facts';
import type { Stack } from './stack';

/** Keeps what each day aims at and has to do, read at the moment at which the day is opened. */
export class DayWatch {
  readonly opened: OpenedDay[] = [];
  private madeAt = new Date(0);

  constructor(private readonly stack: Stack) {}

  /** Looks for days that were opened since the last look. */
  async look(): Promise<void> {
    const { orm } = this.stack.owner;
    const days = await orm.execute<DayRow>(
      sql`select account_id, local_date, caps, targets, made_at, upper(range_merge(open_hours)) as closes from ramp_days
        where made_at > ${this.madeAt.toISOString()}::timestamptz order by made_at, account_id`,
    );
    for (const day of days) {
      const due = await orm.execute<{ kind: string; n: number }>(
        sql`select s.kind, count(*)::int as n from enrolments e join steps s on s.id = e.step_id
          where e.account_id = ${day.account_id} and e.due_at < ${day.closes}::timestamptz group by s.kind`,
      );
      this.opened.push({
        accountId: day.account_id,
        localDate: day.local_date,
        caps: day.caps,
        targets: day.targets,
        due: Object.fromEntries(due.map(({ kind, n }) => [kind, n])),
      });
      this.madeAt = new Date(day.made_at);
    }
  }
}

interface DayRow extends Record<string, unknown> {
  account_id: string;
  local_date: string;
  caps: Record<RampKind, number>;
  targets: Record<RampKind, number>;
  made_at: string;
  closes: string;
}

/** How often a budget refused a reservation, as the steps of the sending days answered. */
export class RefusalWatch {
  readonly refusals: Record<string, number> = {};
  private readonly counted = new Set<string>();

  constructor(private readonly stack: Stack) {}

  /** Counts the days that have ended since the last look; the runner keeps their steps for an hour of wall time. */
  async look(): Promise<void> {
    const rows = await this.stack.owner.orm.execute<{ run_id: string; did: string; n: number }>(
      sql`select s.run_id, coalesce(s.result->'data'->>'did', '') as did, count(*)::int as n
        from inngest_local.steps s join inngest_local.runs r on r.id = s.run_id
        where r.function_id like '%run-sending-day' and r.ended_at is not null group by 1, 2`,
    );
    const fresh = rows.filter(({ run_id }) => !this.counted.has(run_id));
    for (const { run_id, did, n } of fresh) {
      this.counted.add(run_id);
      // Budgets have a dot in their names, gates and outcomes have none.
      if (did.includes('.')) this.refusals[did] = (this.refusals[did] ?? 0) + n;
    }
  }
}
