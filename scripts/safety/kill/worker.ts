import { createInterface } from 'node:readline';
import { z } from 'zod';
import { appDatabase } from '../../../db/app-database';
import { engineContext } from '../../../inngest/engine-context';
import type { ServiceContext } from '../../../lib/services/context';
import { accountsToOpen } from '../../../lib/services/days/accounts-to-open';
import { openDay } from '../../../lib/services/days/open-day';
import { ingestEvent } from '../../../lib/services/events/ingest-event';
import { sendNext } from '../../../lib/services/sends/send-next';
import { enrolQueued } from '../../../lib/services/sweeps/enrol-queued';
import { pollRelations } from '../../../lib/services/sweeps/poll-relations';
import { reconcileUnknown } from '../../../lib/services/sweeps/reconcile-unknown';
import { sweepEvents } from '../../../lib/services/sweeps/sweep-events';
import { sweepReservations } from '../../../lib/services/sweeps/sweep-reservations';
import { wakeEnrolments } from '../../../lib/services/sweeps/wake-enrolments';

/**
 * A process of the product that the kill matrix may kill: the engine's own context (settings, pool, provider client) and
 * the verbs that the engine's functions call, driven by lines on stdin. It knows nothing of faults: they come from outside.
 */
const WORKSPACE = z.object({ workspaceId: z.string() });
const ACCOUNT = WORKSPACE.extend({ accountId: z.string() });
const WEBHOOK = WORKSPACE.extend({ header: z.string().nullable(), rawBody: z.string() });
const COMMAND = z.object({ id: z.number(), verb: z.string(), input: z.unknown() });

const job = (workspaceId: string) => engineContext({ workspaceId, job: 'kill-matrix' });

const VERBS: Record<string, (input: unknown) => Promise<unknown>> = {
  /** One turn of the account's day, as inngest/functions/run-sending-day.ts makes it. */
  async send(input) {
    const { workspaceId, accountId } = ACCOUNT.parse(input);
    const later = () => job(workspaceId);
    return sendNext(await later(), { accountId, later });
  },
  /** Opens the days that begin and those whose run has died, as open-sending-day and run-sending-day do. */
  async open(input) {
    const { workspaceId } = WORKSPACE.parse(input);
    const due = await accountsToOpen(await job(workspaceId), {});
    for (const accountId of due) await openDay(await job(workspaceId), { accountId });
    return { opened: due.length };
  },
  /** Every sweep of inngest/functions/sweepers.ts, each in a context of its own. */
  async sweep(input) {
    const { workspaceId } = WORKSPACE.parse(input);
    for (const sweep of SWEEPS) await sweep(await job(workspaceId), {});
    return { swept: true };
  },
  async reconcile(input) {
    return reconcileUnknown(await job(WORKSPACE.parse(input).workspaceId), {});
  },
  /** What the webhook's route does before it answers. */
  async ingest(input) {
    const { workspaceId, header, rawBody } = WEBHOOK.parse(input);
    return ingestEvent(await job(workspaceId), { header, rawBody, wallNow: new Date() });
  },
};

const SWEEPS: ((ctx: ServiceContext, input: Record<string, never>) => Promise<unknown>)[] = [
  sweepReservations,
  sweepEvents,
  wakeEnrolments,
  enrolQueued,
  reconcileUnknown,
  pollRelations,
];

async function answer(line: string): Promise<void> {
  const { id, verb, input } = COMMAND.parse(JSON.parse(line));
  try {
    const run = VERBS[verb];
    if (run === undefined) throw new Error(`there is no verb ${verb}`);
    say({ id, ok: true, value: await run(input) });
  } catch (error) {
    say({ id, ok: false, error: error instanceof Error ? `${error.message}` : String(error) });
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => void answer(line));
lines.on(
  'close',
  () =>
    void appDatabase()
      .end()
      .then(() => process.exit(0)),
);
say({ ready: true });
