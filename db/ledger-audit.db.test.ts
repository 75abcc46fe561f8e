import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { inWorkspace } from './client';
import { auditLedger } from './queries/ledger';
import { dispatchSend, settleSend } from './queries/send-store';
import { runAudit } from './testing/run-audit';
import {
  createSender,
  INSTALLATION,
  openSendWorld,
  reserveAs,
  type Sender,
  type SendWorld,
  WEDNESDAY,
} from './testing/send-world';

const SENDS = 5;

describe('on the database of DATABASE_URL', () => {
  let world: SendWorld;
  let sender: Sender;

  beforeEach(async () => {
    world = await openSendWorld(WEDNESDAY);
    sender = await createSender(world, { now: WEDNESDAY, people: SENDS + 2, caps: { 'invite.day': SENDS } });
    const answers = [
      ['sent', 'all'],
      ['unknown', 'all'],
      ['rejected', 'all'],
    ] as const;
    for (const [index, enrolment] of sender.enrolments.slice(0, SENDS).entries()) {
      const row = await reserveAs(world, { sender, enrolment, now: WEDNESDAY });
      const send = { sendId: row.sendId ?? '', fence: row.fence, now: WEDNESDAY };
      const [state, keep] = answers[index % 3] ?? answers[0];
      await inWorkspace(world.app, world.workspaceId, async (tx) => {
        await dispatchSend(tx, { ...send, installationId: INSTALLATION, deadlineMs: 60_000 });
        await settleSend(tx, { ...send, state, keep, providerRef: null, answer: {} });
      });
    }
  });
  afterEach(() => world?.close());

  /** Writes past every trigger and constraint, as only the owner can. */
  async function plant(...statements: string[]): Promise<void> {
    await world.owner.orm.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      for (const text of statements) {
        await tx.execute(
          text
            .replaceAll(':account', `'${sender.accountId}'`)
            .replaceAll(':enrolment', `'${sender.enrolments[0]?.id}'`)
            .replaceAll(':free', `'${sender.enrolments[SENDS]?.id}'`),
        );
      }
    });
  }
  /** A copy of a send, with some columns of its own. */
  const copy = (change: object) =>
    `insert into sends select (jsonb_populate_record(s, to_jsonb(s) || '{"taken":${Math.trunc(1e9)}}' || '${JSON.stringify(change)}')).* from sends s where enrolment_id = :enrolment`;

  test('a sound ledger passes, and what was checked is counted', async () => {
    const { code, text } = await runAudit({ DATABASE_URL: world.database.ownerUrl });
    expect(text).toContain('Every promise holds.');
    expect(text).toMatch(new RegExp(`ok {4}I1 {2}${SENDS * 5} slots taken, each within the cap`));
    expect(text).toMatch(new RegExp(`ok {4}I3 {2}${SENDS} sends, one per enrolment and step`));
    expect(text).not.toContain(world.database.ownerUrl);
    expect(code).toBe(0);
  });

  test('a cap lowered below its use afterwards is no fault', async () => {
    await world.owner.orm.execute(sql`update budgets set cap = 0 where account_id = ${sender.accountId}`);
    expect((await runAudit({ DATABASE_URL: world.database.ownerUrl })).code).toBe(0);
  });

  const FAULTS: { fault: string; invariant: string; named: RegExp; statements: string[]; scripted?: true }[] = [
    {
      fault: 'an overshoot with counters that agree',
      scripted: true,
      invariant: 'I1',
      named: /send planted took slot 6 of 5 of invite\.day of account/,
      statements: [
        copy({ id: 'planted', enrolment_id: 'another' }),
        'update budgets set used = used + 1 where account_id = :account and used > 0',
      ],
    },
    {
      fault: 'an overshoot of a rolling day over two calendar days, long out of every counter',
      invariant: 'I1',
      named: /send old-6 took slot 6 of 5 of invite\.day of account/,
      statements: Array.from({ length: 6 }, (_, index) =>
        copy({
          id: `old-${index + 1}`,
          enrolment_id: `old-${index + 1}`,
          taken: 1e9 + index,
          at: new Date(Date.parse('2025-11-04T21:00:00Z') + index * 3_600_000).toISOString(),
        }),
      ),
    },
    {
      fault: 'a counter that is too low',
      scripted: true,
      invariant: 'I5',
      named: /invite\.week of account \S+ says 4, its sends are 5/,
      statements: [`update budgets set used = used - 1 where account_id = :account and key = 'invite.week'`],
    },
    {
      fault: 'a counter that left its sends out',
      invariant: 'I5',
      named: /was counted out of invite\.week of account \S+ while its window still held it/,
      statements: [
        `update budgets set used = 0, since = since + interval '30 days' where account_id = :account and key = 'invite.week'`,
      ],
    },
    {
      fault: 'a step sent twice to one enrolment',
      scripted: true,
      invariant: 'I3',
      named: /step \S+ of enrolment \S+ has 2 sends: .*twin/,
      statements: [
        'alter table sends drop constraint sends_once_per_step',
        copy({ id: 'twin', at: '2026-03-20T09:00:00Z' }),
        'update budgets set used = used + 1 where account_id = :account and used > 0',
      ],
    },
    {
      fault: 'a person in two active campaigns',
      scripted: true,
      invariant: 'I3',
      named: /takes part more than once: .*in campaign another/,
      statements: [
        'drop index enrolments_one_active_campaign',
        `insert into enrolments select (jsonb_populate_record(e, '{"id":"second","campaign_id":"another"}')).* from enrolments e where id = :enrolment`,
      ],
    },
    {
      fault: 'a person in two active campaigns as two prospects with one address',
      invariant: 'I3',
      named: /person email:ann@example\.test .* takes part more than once/,
      statements: [
        `update prospects set email = 'Ann@example.test' where id = (select prospect_id from enrolments where id = :enrolment)`,
        `update prospects set email = 'ann@Example.test' where id = (select prospect_id from enrolments where id = :free)`,
        `update enrolments set campaign_id = 'another' where id = :free`,
      ],
    },
    {
      fault: 'a send that left a budget out',
      invariant: 'I2',
      named:
        /drew on \{attempt\.invite\.day, campaign\.invite\.day, invite\.day, invite\.week\}, which are not the budgets/,
      statements: [
        `update sends set budgets = array_remove(budgets, 'ramp.invite.day'), kept = array_remove(kept, 'ramp.invite.day') where enrolment_id = :enrolment`,
        `update budgets set used = used - 1 where account_id = :account and key = 'ramp.invite.day'`,
      ],
    },
    {
      fault: 'a send on the account of another workspace',
      invariant: 'I2',
      named: /of workspace elsewhere is on account/,
      statements: [`update sends set workspace_id = 'elsewhere' where enrolment_id = :enrolment`],
    },
    {
      fault: 'a released send that still counts',
      invariant: 'I4',
      named: /is released and still counts in/,
      statements: [
        'alter table sends drop constraint sends_released_keeps_none',
        `update sends set state = 'released', spent = false where enrolment_id = :enrolment`,
      ],
    },
    {
      fault: 'a refused send that gave back its attempt',
      invariant: 'I4',
      named: /is rejected and gave back its attempt/,
      statements: [
        `update sends set state = 'rejected', spent = false, kept = '{}' where enrolment_id = :enrolment`,
        'update budgets set used = used - 1 where account_id = :account and used > 0',
      ],
    },
    {
      fault: 'a slot taken before its budget existed',
      invariant: 'I1',
      named: /counts in invite\.day of account \S+, which had no cap when it was taken/,
      statements: [`delete from budget_changes where account_id = :account and key = 'invite.day'`],
    },
    {
      fault: 'a search that fetched more than its day',
      invariant: 'I1',
      named: /page late of search imp_1 brought profile 50 of 30 of the day of account/,
      statements: [
        `insert into search_pages (workspace_id, id, account_id, import_id, start, asked, profiles, used_before, cap, state, at, deadline_at)
          select 'wsp_1', id, :account, 'imp_1', 0, 25, 25, 0, 30, 'done', at::timestamptz, at::timestamptz
          from (values ('early', '2026-03-20T09:00:00Z'), ('late', '2026-03-21T08:59:00Z'), ('next', '2026-03-22T09:00:00Z')) v(id, at)`,
      ],
    },
  ];

  test.each(FAULTS)('$fault is found as $invariant, with its row, and breaks no other promise', async (planted) => {
    await plant(...planted.statements);
    const found = (await auditLedger(world.owner)).filter((check) => check.faults.length > 0);
    expect(found.map((check) => check.invariant)).toEqual([planted.invariant]);
    expect(found[0]?.faults.join('\n')).toMatch(planted.named);
  });

  test.each(FAULTS.filter((planted) => planted.scripted))(
    '$fault is printed with its row, and the exit code is 1',
    async (planted) => {
      await plant(...planted.statements);
      const { code, text } = await runAudit({ DATABASE_URL: world.database.ownerUrl });
      expect(text).toMatch(new RegExp(`FAULT ${planted.invariant}`));
      expect(text).toMatch(planted.named);
      expect(code).toBe(1);
    },
  );

  test('the application role, which sees nothing, proves nothing', async () => {
    const { code, text } = await runAudit({ DATABASE_URL: world.database.appUrl });
    expect(code).not.toBe(0);
    expect(text).toContain('owner');
    expect(text).not.toContain('Every promise holds.');
  });
});
