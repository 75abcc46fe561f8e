import type { BudgetKey } from '../limits/constants';
import { rampKindOf } from '../limits/constants';
import type { Happening, Player } from './crowd';
import { fallDue, leaveDue } from './due-work';
import { count } from './memory-ledger';
import { drawAcceptanceMs, drawProfile, drawReplyMs } from './odds';
import { endPlayer, happen, planPlayer } from './player';
import type { Stage, StageDay } from './stage';

/** Books a send that the provider took, draws what comes of it, and moves the person on. */
export function settleSend(
  stage: Stage,
  day: StageDay,
  input: { player: Player; keys: readonly BudgetKey[]; now: Date },
): void {
  const { player, keys, now } = input;
  const { action, campaign } = player;
  if (action === null) throw new Error('A send without an action');
  count(stage.ledger, { atMs: now.getTime(), campaignId: campaign.id, keys });
  const kind = rampKindOf(action);
  const progress = kind === null ? undefined : day.progress.get(kind);
  if (progress !== undefined) {
    progress.done += 1;
    progress.lastAt = now;
  }
  let ofCampaign = day.sent.get(campaign.id);
  if (ofCampaign === undefined) {
    ofCampaign = new Map();
    day.sent.set(campaign.id, ofCampaign);
  }
  ofCampaign.set(action, (ofCampaign.get(action) ?? 0) + 1);
  stage.lastSendAt = now;
  const begins = action !== 'resolve' && !player.begun;
  player.begun ||= begins;
  stage.lastSent = { campaignId: campaign.id, begins };
  leaveDue(stage.crowd, player);
  if (action === 'resolve') keepProfile(stage, player, now);
  else if (action === 'invite') keepInvitation(stage, day, player, now);
  else if (action === 'message' || action === 'inmail') keepMessage(stage, { player, keys, now });
  planPlayer(stage.crowd, player, { outcome: action === 'resolve' ? 'here' : 'done', now });
}

/** Lets what has come to a person happen: an answer, or the end of a wait that still stands. */
export function letHappen(stage: Stage, happening: Happening): void {
  const { player, kind, turn, atMs } = happening;
  const now = new Date(atMs);
  if (kind === 'accept') accept(stage, player, now);
  else if (kind === 'reply') {
    player.replied = true;
    endPlayer(stage.crowd, player, 'replied');
  } else if (turn === player.turn && player.state !== 'ended') {
    if (kind === 'due') fallDue(stage.crowd, player);
    else planPlayer(stage.crowd, player, { outcome: 'here', now });
  }
}

function seedOf(stage: Stage, player: Player): string {
  return `${stage.seed}:${player.facts.prospectId}`;
}

/** What was known of a person's connection stays; the rest is what this look-up found. */
function keepProfile(stage: Stage, player: Player, now: Date): void {
  const drawn = drawProfile(seedOf(stage, player), stage.account.odds);
  const known = player.profile;
  player.profile = {
    at: now,
    degree: player.accepted ? 1 : (known?.degree ?? drawn.degree),
    openProfile: known?.openProfile ?? drawn.openProfile,
    takesInmail: known?.takesInmail ?? null,
  };
}

function keepInvitation(stage: Stage, day: StageDay, player: Player, now: Date): void {
  const { prospectId } = player.facts;
  player.pending = true;
  player.invitedAt ??= now;
  stage.invitations.push({ prospectId, atMs: now.getTime(), acceptedAtMs: null });
  day.invites.set(player.campaign.id, (day.invites.get(player.campaign.id) ?? 0) + 1);
  const delayMs = drawAcceptanceMs(seedOf(stage, player), stage.account.odds.acceptance);
  if (delayMs !== null) happen(stage.crowd, player, 'accept', now.getTime() + delayMs);
}

function keepMessage(stage: Stage, input: { player: Player; keys: readonly BudgetKey[]; now: Date }): void {
  const { player, keys, now } = input;
  if (player.action === 'message') stage.messageTimes.push(now);
  if (keys.includes('inmail_credit.month') && stage.creditsLeft !== null) stage.creditsLeft -= 1;
  const delayMs = drawReplyMs(`${seedOf(stage, player)}:${player.stepId}`, stage.account.odds.reply);
  if (delayMs !== null) happen(stage.crowd, player, 'reply', now.getTime() + delayMs);
}

/** The person is a connection now: whoever waited for that moves on, and so does whose wait had timed out. */
function accept(stage: Stage, player: Player, now: Date): void {
  const { prospectId } = player.facts;
  const sent = stage.invitations.findLast((one) => one.prospectId === prospectId);
  if (sent !== undefined) sent.acceptedAtMs ??= now.getTime();
  const waitId = player.accepted ? null : timedOutWait(player);
  const goesOn = player.state !== 'ended' || (waitId !== null && !player.replied);
  player.pending = false;
  player.accepted = true;
  const known = player.profile ?? { at: now, openProfile: null, takesInmail: null };
  player.profile = { ...known, degree: 1 };
  if (goesOn) planPlayer(stage.crowd, player, { outcome: waitId === null ? 'here' : 'done', now, at: waitId });
}

/** The wait whose time had run out before the acceptance, when the person has gone on, or ended, without it. */
function timedOutWait(player: Player): string | null {
  const step = player.campaign.steps.find((one) => one.id === player.stepId);
  if (player.state === 'ended') return step?.kind === 'wait_accepted' ? step.id : null;
  return step?.branch === 'otherwise' ? step.parentId : null;
}
