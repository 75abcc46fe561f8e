import type { PickedRow } from '../../../db/queries/send-store';
import { OPEN_PROFILE_FRESH_MS } from '../../../lib/domain/campaigns/constants';
import type { StoreUnit } from '../../../lib/services/sends/store';
import type { MemoryWorld } from './memory-store';
import type { Rows, SendRow, Table } from './tables';
import type { Transaction } from './transaction';

type PersonVerb = Exclude<
  keyof StoreUnit,
  | keyof ReturnType<typeof import('./memory-sends').sendVerbs>
  | keyof ReturnType<typeof import('./memory-accounts').accountVerbs>
>;

/** People, where they stand, and what is known of them at the provider. */
export function personVerbs(world: MemoryWorld, tx: Transaction): Pick<StoreUnit, PersonVerb> {
  const lockedRow = async <Name extends Table>(table: Name, id: string): Promise<Rows[Name] | null> => {
    await world.locks.take(tx, `${table}:${id}`, 'update');
    return tx.get(table, id);
  };
  return {
    lockEnrolment: (id) => lockedRow('enrolments', id),
    updateEnrolment: async (id, change) => {
      const row = await lockedRow('enrolments', id);
      if (row !== null) tx.put('enrolments', { ...row, ...change });
    },
    stepsOf: async (campaignId) =>
      tx
        .all('steps')
        .filter((row) => row.campaignId === campaignId)
        .toSorted((a, b) => a.position - b.position),
    stepById: async (id) => {
      const row = tx.get('steps', id);
      return row === null ? null : { ...row, workspaceId: world.workspaceId };
    },
    resolutionOf: async (accountId, prospectId) => tx.get('resolutions', `${accountId}:${prospectId}`),
    saveResolution: async (row) => {
      const id = `${row.accountId}:${row.prospectId}`;
      await world.locks.take(tx, `resolutions:${id}`, 'update');
      tx.put('resolutions', {
        degree: null,
        openProfile: null,
        openProfileAt: null,
        takesInmail: null,
        visitToken: null,
        ...row,
        id,
      });
    },
    prospectById: async (id) => tx.get('prospects', id),
    queuedEnrolments: async () => [],
    wakeableEnrolments: async ({ now, limit }) =>
      tx
        .all('enrolments')
        .filter(
          (row) =>
            row.active && row.wakeAt !== null && row.wakeAt <= now && world.locks.tryUpdate(tx, `enrolments:${row.id}`),
        )
        .slice(0, limit),
    lockEnrolmentsOfProspect: async (prospectId) => {
      const rows = tx.all('enrolments').filter((row) => row.prospectId === prospectId && row.active);
      const locked = [];
      for (const { id } of rows.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
        const row = await lockedRow('enrolments', id);
        if (row?.active) locked.push(row);
      }
      return locked;
    },
    lockProspect: async (id) => void (await lockedRow('prospects', id)),
    pickDue: async (input) => pickDue(world, tx, input),
    pendingInvitation: async (accountId, prospectId) => pendingOf(tx, accountId, prospectId),
    withdrawnSince: async ({ accountId, prospectId, since }) => {
      const times = tx
        .all('invitations')
        .filter((row) => row.accountId === accountId && row.prospectId === prospectId && row.state === 'withdrawn')
        .map((row) => row.withdrawnAt?.getTime() ?? 0);
      const latest = Math.max(0, ...times);
      return latest > since.getTime() ? new Date(latest) : null;
    },
    insertInvitation: async (row) =>
      tx.put('invitations', {
        prospectId: null,
        sendId: null,
        providerRequestId: null,
        acceptedAt: null,
        withdrawnAt: null,
        listedAt: null,
        soughtAt: null,
        missingAt: null,
        withdrawAskedAt: null,
        withdrawAskedBy: null,
        withdrawSoughtAt: null,
        ...row,
      }),
    acceptInvitation: async ({ accountId, prospectId, at }) => {
      const row = pendingOf(tx, accountId, prospectId);
      if (row !== null) tx.put('invitations', { ...row, state: 'accepted', acceptedAt: at });
      return row !== null;
    },
    upsertThread: async (row) =>
      tx.put('threads', {
        id: `${row.accountId}:${row.providerChatId}`,
        accountId: row.accountId,
        prospectId: row.prospectId ?? null,
        providerChatId: row.providerChatId,
      }),
    chatOf: async (accountId, prospectId) =>
      tx.all('threads').find((row) => row.accountId === accountId && row.prospectId === prospectId)?.providerChatId ??
      null,
    markProspect: async (id, change) => {
      const row = await lockedRow('prospects', id);
      if (row === null) return;
      tx.put('prospects', {
        ...row,
        repliedAt: earliest(row.repliedAt, change.repliedAt ?? null),
        optedOutAt: row.optedOutAt ?? change.optedOutAt ?? null,
      });
    },
    timedOutEnrolments: async ({ accountId, prospectId }) => {
      const ofPerson = tx.all('enrolments').filter((row) => row.prospectId === prospectId);
      if (ofPerson.some((row) => row.active)) return [];
      return ofPerson
        .filter((row) => row.accountId === accountId && row.state === 'done' && row.acceptedAt === null)
        .filter((row) => tx.get('steps', row.stepId ?? '')?.kind === 'wait_accepted')
        .map((row) => row.id)
        .slice(0, 1);
    },
    enrolmentIdsOn: async ({ accountId, prospectId }) =>
      tx
        .all('enrolments')
        .filter((row) => row.accountId === accountId && row.prospectId === prospectId && row.active)
        .map((row) => row.id)
        .sort(),
    pendingByAccount: async () =>
      tx
        .all('invitations')
        .filter((row) => row.state === 'pending' && tx.get('accounts', row.accountId)?.state === 'running')
        .map((row) => ({
          accountId: row.accountId,
          providerAccountId: tx.get('accounts', row.accountId)?.providerAccountId ?? '',
          prospectId: row.prospectId ?? '',
          providerUserId: tx.get('resolutions', `${row.accountId}:${row.prospectId}`)?.providerUserId ?? '',
        })),
  };
}

function pendingOf(tx: Transaction, accountId: string, prospectId: string) {
  return (
    tx
      .all('invitations')
      .find((row) => row.accountId === accountId && row.prospectId === prospectId && row.state === 'pending') ?? null
  );
}

function pickDue(world: MemoryWorld, tx: Transaction, input: Parameters<StoreUnit['pickDue']>[0]): PickedRow | null {
  const due = tx
    .all('enrolments')
    .filter(
      (row) =>
        row.accountId === input.accountId && row.workClass === input.workClass && row.campaignId === input.campaignId,
    )
    .filter(
      (row) =>
        row.dueAt !== null &&
        row.dueAt <= input.now &&
        !input.parkedActions.includes(row.action ?? '') &&
        !input.skip.includes(row.id),
    )
    .toSorted((a, b) => a.priority - b.priority || Number(a.dueAt) - Number(b.dueAt) || (a.id < b.id ? -1 : 1));
  const row = due.find((one) => world.locks.tryUpdate(tx, `enrolments:${one.id}`));
  const step = row?.stepId ? tx.get('steps', row.stepId) : null;
  if (row === undefined || step === null || row.action === null) return null;
  const seen = tx.get('resolutions', `${input.accountId}:${row.prospectId}`);
  const fresh =
    seen?.openProfileAt != null && input.now.getTime() - seen.openProfileAt.getTime() <= OPEN_PROFILE_FRESH_MS;
  const { campaignId: _c, ...shape } = step;
  return {
    enrolmentId: row.id,
    campaignId: input.campaignId,
    prospectId: row.prospectId,
    stepId: step.id,
    action: row.action,
    workClass: input.workClass,
    smoothWeek: tx.get('campaigns', input.campaignId)?.smoothWeek ?? true,
    step: shape,
    openProfile: fresh ? (seen?.openProfile ?? null) : null,
    refusedTries: tx
      .all('sends')
      .filter((send) => send.enrolmentId === row.id && isTry(send, step.id, row.action === 'resolve')).length,
  };
}

/** Rows of this step that were refused, or look-ups that were made. */
function isTry(send: SendRow, stepId: string, lookUp: boolean): boolean {
  if (lookUp) return send.stepKey.startsWith(`resolve:${stepId}:`) && send.state !== 'released';
  return send.state === 'rejected' && (send.stepKey === stepId || send.stepKey.startsWith(`${stepId}#`));
}

function earliest(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}
