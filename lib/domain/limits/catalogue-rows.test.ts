import { describe, expect, it } from 'vitest';
import { LINKEDIN_LIMITS, LINKEDIN_READ_LIMITS, OTHER_LIMITS } from './catalogue';
import type { Tier } from './constants';
import { TIERS } from './constants';
import type { LimitValue, RiskLine } from './limit-rule';
import { POLICY_VALUES } from './policy-values';

/** `80/100 >90` is a default, a hard cap and the risk line; one number is both. */
function told(value: LimitValue, risk?: RiskLine): string {
  const numbers = value.default === value.hard ? `${value.hard}` : `${value.default}/${value.hard}`;
  return risk === undefined ? numbers : `${numbers} ${risk.op}${risk.value}`;
}

/** limits.md §1, row by row: the free plan, then the paid plans (one number where they are alike). */
const LINKEDIN: [budget: string, free: string, paid: string | Record<Exclude<Tier, 'free'>, string>][] = [
  ['invite.day', '25/50 >30', '80/100 >90'],
  ['invite.week', '150', '200/250 >200'],
  ['invite_note.month', '5', '3200'],
  ['message.day', '50/100 >90', '80/100 >90'],
  ['message.hour', '20/50 >20', '20/50 >20'],
  ['engagement.day', '100', '100'],
  ['profile_view.day', '80 >100', '100 >100'],
  ['comment.day', '100 >100', '100 >100'],
  ['reaction.day', '100 >100', '100 >100'],
  ['withdraw.day', '100 >100', '100 >100'],
  ['accept.day', '100 >100', '100 >100'],
  ['refuse.day', '100 >100', '100 >100'],
  ['inmail.day', '0 >=15', '5/50 >=15'],
  ['inmail_credit.month', '0', { premium: '5/15', sales_navigator: '50', recruiter_lite: '30', recruiter: '150' }],
  ['inmail_open.month', '0', '800'],
  ['attempt.invite.day', '100', '100'],
  ['attempt.message.day', '100', '100'],
  ['attempt.inmail.day', '100', '100'],
  ['attempt.visit.day', '100', '100'],
  ['attempt.resolve.day', '100', '100'],
  ['attempt.comment.day', '100', '100'],
  ['attempt.reaction.day', '100', '100'],
  ['attempt.withdraw.day', '100', '100'],
  ['attempt.accept.day', '100', '100'],
  ['attempt.refuse.day', '100', '100'],
];

/** limits.md §1, reads, and §3: section, network, limit, window, value, official ceiling. */
const NETWORKS: [number, string, string, string, string, number | null][] = [
  [1, 'linkedin', 'company_view.day', 'day', '100 >100', null],
  [1, 'linkedin', 'post_read.day', 'day', '100 >100', null],
  [
    1,
    'linkedin',
    'profile_view_premium.day',
    'day',
    '0; sales_navigator 80; recruiter_lite 80/2000; recruiter 80',
    2_000,
  ],
  [1, 'linkedin', 'search_result.day', 'day', '1000; sales_navigator 2500; recruiter_lite 2500; recruiter 2500', null],
  [1, 'linkedin', 'relation_poll.day', 'day', '4', null],
  [1, 'linkedin', 'reconcile_read.day', 'day', '6', null],
  [3, 'whatsapp', 'new_chat.day', 'day', '40/100', null],
  [3, 'whatsapp', 'message.day', 'day', '200/400', null],
  [3, 'instagram', 'action.day', 'day', '100', null],
  [3, 'instagram', 'action.hour', 'hour', '10', null],
  [3, 'facebook', 'message.day', 'day', '50', null],
  [3, 'facebook', 'friend_request.day', 'day', '10/50', null],
  [3, 'gmail', 'email.day', 'day', '50/150 >100', 500],
  [3, 'google_workspace', 'email.day', 'day', '100/300 >150', 2_000],
  [3, 'outlook', 'email.day', 'day', '50/150 >100', null],
  [3, 'microsoft_365', 'email.day', 'day', '100/300 >150', null],
  [3, 'microsoft_365', 'recipient.day', 'day', '5000', 5_000],
  [3, 'microsoft_365', 'recipient.message', 'message', '500', 500],
  [3, 'microsoft_365', 'new_recipient.day', 'day', '1000', 1_000],
  [3, 'imap', 'email.day', 'day', '50/150 >100', null],
];

/** limits.md §1 to §5, numbers that count nothing: section, network, name, value. */
const VALUES: [number, string, string, string][] = [
  [1, 'linkedin', 'note_chars.paid', '300 characters'],
  [1, 'linkedin', 'note_chars.free', '200 characters'],
  [1, 'linkedin', 'degrees', '3 degrees'],
  [1, 'linkedin', 'inmail_refund_days', '90 days'],
  [2, 'linkedin', 'ramp.weeks', '6,4 weeks'],
  [2, 'linkedin', 'ramp.established.age', '90 days'],
  [2, 'linkedin', 'ramp.established.connections', '150 connections'],
  [2, 'linkedin', 'ramp.established.active', '30 days'],
  [2, 'linkedin', 'ramp.start.invite', '10 a day'],
  [2, 'linkedin', 'ramp.start.message', '15 a day'],
  [2, 'linkedin', 'ramp.start.inmail', '1 a day'],
  [2, 'linkedin', 'ramp.start.profile_view', '20 a day'],
  [2, 'linkedin', 'ramp.start.comment', '5 a day'],
  [2, 'linkedin', 'ramp.start.reaction', '5 a day'],
  [2, 'linkedin', 'ramp.advance.acceptance', '25 %'],
  [2, 'linkedin', 'ramp.advance.invites', '20 invites'],
  [2, 'linkedin', 'ramp.advance.used_share', '70 %'],
  [2, 'linkedin', 'ramp.advance.used_days', '3 days'],
  [2, 'linkedin', 'ramp.advance.gap', '7 days'],
  [2, 'linkedin', 'ramp.invites.age', '3-14 days'],
  [2, 'linkedin', 'ramp.back.acceptance', '15 %'],
  [2, 'linkedin', 'ramp.back.invites', '50 invites'],
  [2, 'linkedin', 'ramp.back.signals', '2 signals'],
  [2, 'linkedin', 'ramp.missing.age', '24 h'],
  [2, 'linkedin', 'ramp.missing.hold', '3 invites'],
  [2, 'linkedin', 'ramp.back.idle', '30 days'],
  [2, 'linkedin', 'ramp.one_sided', '90 %'],
  [3, 'whatsapp', 'gap', '20-90 s'],
  [3, 'whatsapp', 'new_chat.start', '2 chats'],
  [3, 'whatsapp', 'new_chat.growth', '1.5 times'],
  [3, 'whatsapp', 'reply_ratio', '20 %'],
  [3, 'whatsapp', 'spam_stop', '7 days'],
  [3, 'instagram', 'action.start', '20 actions'],
  [3, 'facebook', 'message.start', '15 messages'],
  [3, 'facebook', 'message.growth', '5 messages'],
  [3, 'facebook', 'mutual_connections', '10 people'],
  [3, 'mail', 'email.start', '20 e-mails'],
  [3, 'mail', 'email.weeks', '4 weeks'],
  [3, 'mail', 'gap', '60-300 s'],
  [3, 'mail', 'calls_at_once', '2 calls'],
  [3, 'mail', 'bounces.risk', '2 %'],
  [3, 'mail', 'replies.risk', '3 %'],
  [3, 'mail', 'bounces.pause', '5 %'],
  [3, 'mail', 'complaints.pause', '3'],
  [4, 'linkedin', 'gap.invite', '90 s'],
  [4, 'linkedin', 'gap.message', '60 s'],
  [4, 'linkedin', 'gap.inmail', '180 s'],
  [4, 'linkedin', 'gap.visit', '20 s'],
  [4, 'linkedin', 'gap.resolve', '20 s'],
  [4, 'linkedin', 'gap.comment', '20 s'],
  [4, 'linkedin', 'gap.reaction', '20 s'],
  [4, 'linkedin', 'gap.withdraw', '20 s'],
  [4, 'linkedin', 'gap.accept', '20 s'],
  [4, 'linkedin', 'gap.refuse', '20 s'],
  [4, 'linkedin', 'burst_share', '25 %'],
  [4, 'linkedin', 'withdraw_after', '30 days'],
  [4, 'linkedin', 'withdraw_gap', '12 min'],
  [4, 'linkedin', 'target_share', '80-100 %'],
  [4, 'linkedin', 'gap_variation', '0.5'],
  [4, 'linkedin', 'minute_share', '5 %'],
  [5, 'linkedin', 'answer.stop_days', '1,2,4,8,14 days'],
  [5, 'linkedin', 'answer.stop_reset', '7 days'],
  [5, 'linkedin', 'answer.invite_stop_share', '80 %'],
  [5, 'linkedin', 'answer.withdrawn_wait', '21 days'],
  [5, 'linkedin', 'answer.unknown_stop', '60 min'],
  [5, 'linkedin', 'answer.unknown_signal', '2'],
  [5, 'linkedin', 'answer.refused_connections', '2'],
];

describe('the rows of limits.md', () => {
  it('§1: every LinkedIn budget has the numbers of its row on every plan', () => {
    const rows = LINKEDIN_LIMITS.map((rule) => [
      rule.budget,
      ...TIERS.map((tier) => told(rule.perTier[tier], rule.risk[tier])),
    ]);
    const wanted = LINKEDIN.map(([budget, free, paid]) => [
      budget,
      free,
      ...TIERS.flatMap((tier) => (tier === 'free' ? [] : [typeof paid === 'string' ? paid : paid[tier]])),
    ]);
    expect(rows.sort()).toEqual(wanted.sort());
  });

  it('§1 and §3: the reads and every other network have the numbers of theirs', () => {
    const rows = [...LINKEDIN_READ_LIMITS, ...OTHER_LIMITS].map((row) => {
      const plans = Object.entries(row.perTier ?? {}).map(([tier, value]) => `${tier} ${told(value)}`);
      const value = [told(row.cap, row.risk), ...plans].join('; ');
      return [row.section, row.provider, row.key, row.window, value, row.official ?? null];
    });
    expect(rows).toEqual(NETWORKS);
  });

  it('§1 to §5: every other number is there, the engine’s own where it has one', () => {
    const rows = POLICY_VALUES.map((row) => {
      const numbers = row.to === undefined ? row.values.join(',') : `${row.values.join(',')}-${row.to}`;
      return [row.section, row.provider, row.key, `${numbers} ${row.unit}`.trim()];
    });
    expect(rows).toEqual(VALUES);
  });
});
