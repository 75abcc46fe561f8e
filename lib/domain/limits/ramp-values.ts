import { RAMP_POLICY } from '../ramp/decide-ramp';
import { ESTABLISHED } from '../ramp/ramp-cap';
import { RAMP_START } from './catalogue';
import { RAMP_KINDS, type RampKind } from './constants';
import { CHECKED_ON, type PolicyValue, type SourceSays, said } from './limit-rule';

const UP = said('S1', 'a step each week while healthy', 'as long as your acceptance ratio stays healthy');
const DOWN = said(
  'S1',
  'pauses or reverses',
  'If acceptance drops or LinkedIn starts returning cap-related restriction signals',
);
const MISSING = said(
  'S0',
  'no number',
  'may experience delivery issues with invitations, which may require manual verification by LinkedIn',
);
const OURS = said('D', 'the number is ours');
const START_SAID: Record<RampKind, SourceSays[]> = {
  invite: [said('S1', 'around 10 a day', 'starts the daily invite cap at around 10/day')],
  message: [said('D', '15'), said('W', 'other actions are ramped too')],
  inmail: [said('D', '1'), said('W', 'other actions are ramped too')],
  profile_view: [said('D', '20'), said('W', 'other actions are ramped too')],
  comment: [said('D', '5'), said('W', 'other actions are ramped too')],
  reaction: [said('D', '5'), said('W', 'other actions are ramped too')],
};

/** The numbers of the ramp (limits.md §2), as the engine holds them. */
export const RAMP_VALUES: PolicyValue[] = [
  row('weeks', 'Length for a new account, and for an established one', [6, 4], 'weeks', [
    said('S1', '4 to 6 weeks', 'scales up over a 4-6 week ramp toward the 80/day default'),
    said('D', '6 for a new account, 4 otherwise'),
  ]),
  row('established.age', 'Age from which an account counts as established', [ESTABLISHED.ageDaysMin], 'days', [OURS]),
  row('established.connections', 'Connections that it needs too', [ESTABLISHED.connectionsMin], 'connections', [
    said('S0', 'about 150', 'Accounts with fewer than ~150 connections'),
  ]),
  row('established.active', 'Time before the connection in which it was active', [30], 'days', [OURS]),
  ...RAMP_KINDS.map((kind) =>
    row(`start.${kind}`, 'Cap of the first week', [RAMP_START[kind]], 'a day', START_SAID[kind]),
  ),
  row('advance.acceptance', 'Accepted invites that a step up needs', [percent(RAMP_POLICY.advanceAcceptanceMin)], '%', [
    UP,
    OURS,
  ]),
  row('advance.invites', 'Invites to judge by', [RAMP_POLICY.advanceInvitesMin], 'invites', [UP, OURS]),
  row('advance.used_share', 'Share of the cap that counts as used', [percent(RAMP_POLICY.usedDayShareMin)], '%', [
    OURS,
  ]),
  row('advance.used_days', 'Used days that a step up needs, of the last 5', [RAMP_POLICY.advanceUsedDaysMin], 'days', [
    OURS,
  ]),
  row('advance.gap', 'Least time between two steps up', [RAMP_POLICY.stepUpGapDaysMin], 'days', [UP]),
  {
    ...row('invites.age', 'Age of the invites that count', [RAMP_POLICY.inviteAgeDaysMin], 'days', [OURS]),
    to: RAMP_POLICY.inviteAgeDaysMax,
  },
  row(
    'back.acceptance',
    'Accepted invites under which a week is taken back',
    [percent(RAMP_POLICY.stepBackAcceptanceBelow)],
    '%',
    [DOWN, OURS],
  ),
  row('back.invites', 'Invites to judge that by', [RAMP_POLICY.stepBackInvitesMin], 'invites', [OURS]),
  row('back.signals', 'Limit signals in 7 days that take a week back', [RAMP_POLICY.stepBackSignalsMin], 'signals', [
    DOWN,
    OURS,
  ]),
  row(
    'missing.age',
    'Time after which an invitation that LinkedIn does not list is missing',
    [RAMP_POLICY.missingAfterHours],
    'h',
    [MISSING, OURS],
  ),
  row('missing.hold', 'Missing invitations in 7 days that hold the ramp', [RAMP_POLICY.holdMissingMin], 'invites', [
    MISSING,
    OURS,
  ]),
  row('back.idle', 'Time without sending that takes a week back', [RAMP_POLICY.idleDaysMax], 'days', [OURS]),
  row('one_sided', 'Share of one kind, of a day of 80 or more actions, that is a warning', [90], '%', [
    said('S1', 'no number', 'an account that messages 100 connections a day but does nothing else'),
    OURS,
  ]),
];

function row(key: string, words: string, values: number[], unit: string, sources: SourceSays[]): PolicyValue {
  return { section: 2, provider: 'linkedin', key: `ramp.${key}`, words, values, unit, sources, checkedOn: CHECKED_ON };
}

function percent(share: number): number {
  return Math.round(share * 100);
}
