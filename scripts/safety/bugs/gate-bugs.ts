import type { StoreUnit } from '../../../lib/services/sends/store';
import type { PlantedBug } from './planting';
import { changed, inLedger, planted, takeOut } from './planting';

/** Mistakes at the gates: one not looked at, all looked at too early, or without the locks. */
export const GATE_BUGS: PlantedBug[] = [
  inLedger('the gates do not look at the kill switch', 'a switch that only the planner reads', (ledger) =>
    takeOut(ledger, 'control_stop'),
  ),
  inLedger('the gates do not look at the account’s pause', 'a pause that only the planner reads', (ledger) =>
    takeOut(ledger, 'account_paused'),
  ),
  inLedger('the gates do not look at the campaign’s pause', 'a pause that only the pick reads', (ledger) =>
    takeOut(ledger, 'campaign_not_running'),
  ),
  inLedger('the gates do not look at the person', 'a reply that only the planner reads', (ledger) =>
    takeOut(ledger, 'person_stopped', 'enrolment_inactive', 'suppressed'),
  ),
  inLedger('the gates do not look at the lease', 'a copied database that sends beside the first', (ledger) =>
    takeOut(ledger, 'lease'),
  ),
  inLedger('the gates do not look at the account’s state', 'a restricted account goes on', (ledger) =>
    takeOut(ledger, 'account_state'),
  ),
  inLedger('health of any age will do', 'a health check whose age nobody looks at', (ledger) =>
    takeOut(ledger, 'health_stale'),
  ),
  planted('yesterday’s ramp row serves today', 'the latest row instead of today’s', {
    plantInLedger: (ledger) => takeOut(ledger, 'ramp_missing', 'outside_hours'),
    wrapStore: changed((unit) => ({ rampDayAt: (id, now) => anyDay(unit, id, now) })),
  }),
  planted('working hours are not read', 'hours that only the screen shows', {
    plantInLedger: (ledger) => takeOut(ledger, 'outside_hours'),
    wrapStore: changed((unit) => ({ accountById: (id) => withoutHours(unit, id) })),
  }),
  planted('a stop of the action is not looked at', 'a limit answer that nothing but the log keeps', {
    plantInLedger: (ledger) => {
      takeOut(ledger, 'action_stopped');
      ledger.stoppedUntil = () => 0;
    },
    wrapStore: changed((unit) => ({
      pacesOf: async (id) => (await unit.pacesOf(id)).map((pace) => ({ ...pace, stoppedUntil: null })),
    })),
  }),
  inLedger('the gates are not looked at again at dispatch', 'one look when the slot is reserved', (ledger) => {
    const gateOf = ledger.gateOf.bind(ledger);
    ledger.gateOf = (tx, input) => ('fence' in input ? Promise.resolve(null) : gateOf(tx, input));
  }),
  inLedger('the gates are read without locks', 'a read at the side of a stop that is being written', (ledger) => {
    ledger.lockGates = () => Promise.resolve();
  }),
  inLedger('the least gap is not kept', 'two workers of one account that know nothing of each other', (ledger) => {
    ledger.gapOver = () => true;
  }),
];

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

async function withoutHours(unit: StoreUnit, id: string): ReturnType<StoreUnit['accountById']> {
  const account = await unit.accountById(id);
  return account && { ...account, workingHours: DAYS.map((day) => ({ day, from: '00:00', to: '24:00' })) };
}

/** The row of the day, or else that of the day before. */
async function anyDay(unit: StoreUnit, id: string, now: Date): ReturnType<StoreUnit['rampDayAt']> {
  const row = await unit.rampDayAt(id, now);
  if (row !== null) return row;
  const old = await unit.rampDayAt(id, new Date(now.getTime() - DAY_MS));
  if (old === null) return null;
  const localDate = new Date(Date.parse(old.localDate) + DAY_MS).toISOString().slice(0, 10);
  return { ...old, localDate, startsAt: old.endsAt, endsAt: new Date(old.endsAt.getTime() + DAY_MS) };
}

const DAY_MS = 86_400_000;
