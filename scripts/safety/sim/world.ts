import { ACTIONS } from '../../../lib/domain/limits/constants';
import type { Random } from './random';

/** Zones without clock changes, so that the oracle can do its own arithmetic with a fixed offset. */
export const ZONES = [
  { name: 'Asia/Kathmandu', offsetMs: 20_700_000 },
  { name: 'America/Phoenix', offsetMs: -25_200_000 },
  { name: 'Pacific/Kiritimati', offsetMs: 50_400_000 },
  { name: 'Asia/Tokyo', offsetMs: 32_400_000 },
  { name: 'Pacific/Marquesas', offsetMs: -34_200_000 },
] as const;
export type Zone = (typeof ZONES)[number];

export const WORKSPACE = 'wsp';
export const INSTALLATION = 'installation';
const HOUR_MS = 3_600_000;
/** Share of the schedules that begin an hour earlier: a stop of an hour ends within them, and what it held may go on. */
const LONG_SHARE = 0.05;
const LONGER_MIN = 60;

/** What a schedule is made of; everything follows from the seed. */
export interface Plan {
  zone: Zone;
  startsAt: number;
  /** When workers stop; recovery goes on until `quietAt`. */
  endsAt: number;
  quietAt: number;
  accountIds: string[];
  people: string[];
  caps: Map<string, number>;
  /** Two of a kind may follow at once: caps must hold without the gaps between sends. */
  gapless: boolean;
}

/** A Wednesday evening near local midnight, so that every schedule crosses a day's edge. */
export function planOf(random: Random): Plan {
  const zone = random.pick(ZONES);
  // Now and then the UTC day ends instead of the account's: nothing may happen then.
  const midnight = Date.UTC(2026, 2, 5) - (random.chance(0.15) ? 0 : zone.offsetMs);
  const startsAt = midnight - (random.whole(15, 35) + (random.chance(LONG_SHARE) ? LONGER_MIN : 0)) * 60_000;
  const endsAt = midnight + random.whole(12, 30) * 60_000;
  const accountIds = random.chance(0.3) ? ['acc_a', 'acc_b'] : ['acc_a'];
  const people = Array.from({ length: random.whole(6, 10) }, (_, n) => `ppl_${n}`);
  return {
    zone,
    startsAt,
    endsAt,
    quietAt: endsAt + 27 * HOUR_MS,
    accountIds,
    people,
    caps: capsOf(random),
    gapless: random.chance(0.25),
  };
}

/** What each kind of send draws on. */
const KEYS_OF = {
  invite: ['invite.day', 'invite.week', 'campaign.invite.day', 'ramp.invite.day', 'attempt.invite.day'],
  message: ['message.day', 'message.hour', 'campaign.message.day', 'ramp.message.day', 'attempt.message.day'],
  resolve: ['engagement.day', 'profile_view.day', 'ramp.profile_view.day', 'attempt.resolve.day'],
};

/** Of each kind another budget binds in each schedule, or forgetting the others would show nowhere. */
function capsOf(random: Random): Map<string, number> {
  const caps = new Map<string, number>();
  for (const keys of Object.values(KEYS_OF)) {
    const binds = random.pick(keys);
    const least = keys === KEYS_OF.resolve ? 6 : 3;
    for (const key of keys) {
      const none = random.chance(0.01);
      caps.set(key, none ? 0 : key === binds ? random.whole(2, 5) : random.whole(least, 12));
    }
  }
  caps.set('invite_note.month', random.whole(2, 9));
  for (const action of ACTIONS)
    if (!caps.has(`attempt.${action}.day`)) caps.set(`attempt.${action}.day`, random.whole(2, 8));
  return caps;
}
