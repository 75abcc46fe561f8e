import type { ForecastFacts } from './facts';
import type { Draw, Variant } from './play-draws';
import { quantile } from './summarise-draws';

/** What the campaign asked about and another one on the same accounts do to each other. */
export interface Rival {
  campaignId: string;
  name: string;
  accountIds: string[];
  /**
   * How many sends the other campaign is behind at worst for the sake of this one, while not everybody of this one is
   * written to, and the share that is of what it would have sent by then.
   */
  losesSends: number;
  losesShare: number;
  /** By how many days everybody of this campaign is written to later because of the other one; null when not known. */
  delaysDays: number | null;
}

/** At most this many of the others are left out in turn, those with the most people first. */
export const RIVALS_MAX = 3;
const DAY_MS = 86_400_000;

/** The other running campaigns of the accounts that still have people on them, those with the most first. */
export function rivalsOf(facts: ForecastFacts): { id: string; name: string; accountIds: string[] }[] {
  const ours = facts.campaigns.find((campaign) => campaign.id === facts.campaignId)?.senderIds ?? [];
  const people = new Map<string, number>();
  for (const person of facts.people)
    if (ours.includes(person.accountId)) people.set(person.campaignId, (people.get(person.campaignId) ?? 0) + 1);
  return facts.campaigns
    .filter((campaign) => campaign.id !== facts.campaignId && (people.get(campaign.id) ?? 0) > 0)
    .sort((a, b) => (people.get(b.id) ?? 0) - (people.get(a.id) ?? 0) || (a.id < b.id ? -1 : 1))
    .slice(0, RIVALS_MAX)
    .map(({ id, name, senderIds }) => ({ id, name, accountIds: senderIds.filter((sender) => ours.includes(sender)) }));
}

/**
 * Plays the first draws again, once without the campaign asked about and once without each rival. The people answer as
 * they did, so that what differs is the other campaign's doing.
 */
export function* compareRivals(
  facts: ForecastFacts,
  input: { draws: readonly Draw[]; play: (index: number, variant: Variant) => Generator<void, Draw> },
): Generator<void, Rival[]> {
  const { draws, play } = input;
  const rivals = rivalsOf(facts);
  if (rivals.length === 0) return [];
  const lost = new Map<string, { sends: number; of: number }[]>(rivals.map(({ id }) => [id, []]));
  const delays = new Map<string, (number | null)[]>(rivals.map(({ id }) => [id, []]));
  for (const [index, draw] of draws.entries()) {
    const untilMs = endsOf(draw, facts.now);
    const alone = yield* play(index, { without: facts.campaignId, untilMs });
    for (const { id } of rivals) {
      lost.get(id)?.push(worstGap(sentBy(alone, id, untilMs), sentBy(draw, id, untilMs)));
      const without = yield* play(index, { without: id });
      delays.get(id)?.push(laterBy(draw, without));
    }
  }
  return rivals.map(({ id, name, accountIds }) => ({
    campaignId: id,
    name,
    accountIds,
    losesSends: quantile(
      (lost.get(id) ?? []).map(({ sends }) => sends),
      0.5,
    ),
    losesShare: Math.max(
      0,
      quantile(
        (lost.get(id) ?? []).map(({ sends, of }) => (of === 0 ? 0 : sends / of)),
        0.5,
      ),
    ),
    delaysDays: delayOf(delays.get(id) ?? []),
  }));
}

/** Each account is compared until the close of the day on which its last person is written to. */
function endsOf(draw: Draw, now: Date): Map<string, number> {
  return new Map(
    draw.runs.map(({ accountId, days, begunAtMs, notBegun }) => {
      const begun = notBegun > 0 || begunAtMs === null ? undefined : days.find((day) => day.closedAtMs >= begunAtMs);
      return [accountId, (begun ?? days.at(-1))?.closedAtMs ?? now.getTime()];
    }),
  );
}

/** Sends of a campaign by local date. */
function sentBy(draw: Draw, campaignId: string, untilMs: ReadonlyMap<string, number>): Map<string, number> {
  const byDate = new Map<string, number>();
  for (const { accountId, days } of draw.runs) {
    for (const { date, closedAtMs, sent } of days) {
      if (closedAtMs > (untilMs.get(accountId) ?? 0)) continue;
      for (const n of sent.get(campaignId)?.values() ?? []) byDate.set(date, (byDate.get(date) ?? 0) + n);
    }
  }
  return byDate;
}

/** Where the sum of what goes out is furthest behind what would have gone out. */
function worstGap(alone: ReadonlyMap<string, number>, together: ReadonlyMap<string, number>) {
  let worst = { sends: 0, of: 0 };
  let of = 0;
  let gap = 0;
  for (const date of [...new Set([...alone.keys(), ...together.keys()])].sort()) {
    of += alone.get(date) ?? 0;
    gap += (alone.get(date) ?? 0) - (together.get(date) ?? 0);
    if (gap > worst.sends) worst = { sends: gap, of };
  }
  return worst;
}

/** Null when the campaign does not end in both. */
function laterBy(draw: Draw, without: Draw): number | null {
  const [last, alone] = [lastOf(draw), lastOf(without)];
  return last === null || alone === null ? null : (last - alone) / DAY_MS;
}

function lastOf(draw: Draw): number | null {
  if (draw.runs.some((run) => run.notBegun > 0)) return null;
  return Math.max(...draw.runs.map((run) => run.begunAtMs ?? 0));
}

function delayOf(delays: readonly (number | null)[]): number | null {
  const known = delays.filter((delay) => delay !== null);
  return known.length === 0 ? null : Math.max(0, Math.round(quantile(known, 0.5)));
}
