import type { Tx } from '../../../db/client';
import type { AccountRow } from '../../../db/queries/accounts-api';
import type { CampaignRow } from '../../../db/queries/campaigns';
import { sendersOf } from '../../../db/queries/campaigns';
import { customKeysOf } from '../../../db/queries/custom-keys';
import { activePeople } from '../../../db/queries/enrolments-api';
import type { StepRow } from '../../../db/queries/steps';
import { stepRowsOf } from '../../../db/queries/steps';
import { accountCap } from '../../domain/limits/account-cap';
import { effectiveCampaignCaps } from '../../domain/limits/campaign-caps';
import { NOTE_CHARS_MAX } from '../../domain/limits/catalogue';
import type { Limits } from '../../domain/limits/limit-policy';
import { redKinds } from '../../domain/limits/red-kinds';
import { weekUsedUpOn } from '../../domain/limits/smooth-week';
import { BUILT_IN_VARIABLES, hasVariable, unknownVariables } from '../../domain/templates/render-template';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { limitsSet } from '../limits/limits-set';
import { campaignFor } from './campaign-access';
import { capFieldsOf } from './cap-fields';

export interface LaunchProblem {
  severity: 'block' | 'warn';
  code: string;
  path: string;
  message: string;
}

/** What keeps a campaign from starting (`block`), and what its owner should know before it does (`warn`). */
export async function launchProblems(
  ctx: ServiceContext,
  input: { id: string },
): Promise<{ problems: LaunchProblem[] }> {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => ({ problems: await problemsOf(tx, ctx, await campaignFor(tx, input.id)) }));
}

/** The problems of a campaign within the caller's transaction, so that a launch decides on what it has locked. */
export async function problemsOf(tx: Tx, _ctx: ServiceContext, row: CampaignRow): Promise<LaunchProblem[]> {
  const senders = await sendersOf(tx, row.id);
  const steps = await stepRowsOf(tx, row.id);
  const people = await activePeople(tx, row.id);
  return [
    ...(senders.length === 0 ? [block('no_sender', 'senderIds', 'Choose at least one account that sends.')] : []),
    ...senders.flatMap(senderProblems),
    ...(steps.some((step) => step.kind !== 'delay' && step.kind !== 'wait_accepted')
      ? []
      : [block('no_step', 'steps', 'Add at least one step that does something.')]),
    ...steps.flatMap((step) => stepProblems(step, senders)),
    ...variableProblems(steps, await customKeysOf(tx, row.id)),
    ...orderProblems(steps),
    ...(people === 0 ? [block('no_people', 'people', 'Add people to the campaign first.')] : []),
    ...capWarnings(row, { senders, steps, limits: await limitsSet(tx) }),
  ];
}

function block(code: string, path: string, message: string): LaunchProblem {
  return { severity: 'block', code, path, message };
}

function warn(code: string, path: string, message: string): LaunchProblem {
  return { severity: 'warn', code, path, message };
}

function senderProblems(sender: AccountRow): LaunchProblem[] {
  const path = `senders.${sender.id}`;
  return [
    ...(sender.timeZone === null
      ? [block('no_time_zone', `${path}.timeZone`, `Set the time zone of ${sender.name}; we do not guess it.`)]
      : []),
    ...(sender.workingHours.length === 0
      ? [block('no_working_hours', `${path}.workingHours`, `${sender.name} has no working hours, so it never sends.`)]
      : []),
    ...(sender.state === 'running'
      ? []
      : [
          warn(
            'sender_not_running',
            path,
            `${sender.name} is ${sender.state} and sends nothing until it is connected again.`,
          ),
        ]),
    ...(sender.pausedAt === null ? [] : [warn('sender_paused', path, `${sender.name} is paused.`)]),
  ];
}

function stepProblems(step: StepRow, senders: AccountRow[]): LaunchProblem[] {
  const path = `steps.${step.id}`;
  const blank = (text: string | null) => text === null || text.trim() === '';
  if ((step.kind === 'message' || step.kind === 'inmail') && blank(step.text))
    return [block('no_text', `${path}.text`, 'Write the text of this message.')];
  if (step.kind === 'message' || step.kind === 'inmail')
    return [
      ...(step.kind === 'inmail' && blank(step.subject)
        ? [warn('no_subject', `${path}.subject`, 'An InMail without a subject is opened less often.')]
        : []),
      ...(hasVariable(step.text ?? '')
        ? []
        : [warn('no_variable', `${path}.text`, 'This message has no variable: everybody gets the same words.')]),
    ];
  if (step.kind === 'delay' && (step.delayDays ?? 0) <= 0)
    return [block('no_delay', `${path}.delayDays`, 'Say how many days this step waits.')];
  if (step.kind === 'wait_accepted' && (step.timeoutDays ?? 0) <= 0)
    return [block('no_timeout', `${path}.timeoutDays`, 'Say after how many days the waiting ends.')];
  if (step.kind === 'invite' && !blank(step.note)) {
    const chars = Math.min(...senders.map((sender) => NOTE_CHARS_MAX[sender.tier]));
    if ((step.note?.length ?? 0) > chars)
      return [block('note_too_long', `${path}.note`, `A note has at most ${chars} characters on these accounts.`)];
  }
  return [];
}

/** A variable that no person of the campaign can fill would stop every send of its step. */
function variableProblems(steps: StepRow[], customKeys: ReadonlySet<string>): LaunchProblem[] {
  return steps.flatMap((step) =>
    (['note', 'subject', 'text'] as const).flatMap((field) =>
      unknownVariables(step[field] ?? '', customKeys).map((name) =>
        block(
          'unknown_variable',
          `steps.${step.id}.${field}`,
          `No person has a variable {{${name}}}. Use ${BUILT_IN_VARIABLES.map((known) => `{{${known}}}`).join(', ')} or a column of the imported file.`,
        ),
      ),
    ),
  );
}

/** A message reaches connections only: before an acceptance it is refused for everybody who is none yet. */
function orderProblems(steps: StepRow[]): LaunchProblem[] {
  const main = steps.filter((step) => step.parentId === null);
  const invite = main.findIndex((step) => step.kind === 'invite');
  const wait = main.findIndex((step) => step.kind === 'wait_accepted');
  const message = main.findIndex((step) => step.kind === 'message');
  if (invite >= 0 && message > invite && (wait < 0 || wait > message)) {
    return [
      block(
        'message_before_acceptance',
        `steps.${main[message]?.id ?? ''}`,
        'Put a step that waits for the acceptance between the invite and the message.',
      ),
    ];
  }
  if (wait >= 0 && (invite < 0 || invite > wait))
    return [
      block(
        'wait_without_invite',
        `steps.${main[wait]?.id ?? ''}`,
        'Waiting for an acceptance needs an invite before it.',
      ),
    ];
  return [];
}

function capWarnings(
  row: CampaignRow,
  { senders, steps, limits }: { senders: AccountRow[]; steps: StepRow[]; limits: Limits },
): LaunchProblem[] {
  const caps = effectiveCampaignCaps(capFieldsOf(row), limits);
  const invites = steps.some((step) => step.kind === 'invite');
  const red = redKinds(capFieldsOf(row), senders, limits);
  return [
    ...red.map((kind) => warn('red_cap', `caps.${kind}`, `The cap of ${caps[kind]} a day is above the risk line.`)),
    ...(invites && caps.invite === 0
      ? [warn('cap_zero', 'caps.invite', 'The cap for invites is 0, so nobody is invited.')]
      : []),
    ...senders.flatMap((sender) => {
      const days = sender.workingHours.map((hours) => hours.day);
      const perDay = Math.min(caps.invite, accountCap('invite.day', sender, limits));
      const day =
        row.smoothWeek || !invites ? null : weekUsedUpOn(perDay, limits('invite.week', sender.tier).default, days);
      return day === null
        ? []
        : [
            warn(
              'week_used_up',
              'smoothWeek',
              `${sender.name} would use up its week of invites on day ${day} (1 is Monday).`,
            ),
          ];
    }),
  ];
}
