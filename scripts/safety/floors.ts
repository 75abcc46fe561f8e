import { WRITE_FAULTS } from './sim/provider';

/** How often each kind of fault occurs at least in the published proof: a run in which nothing went wrong proves nothing. */
export const FAULT_FLOORS: Record<string, number> = Object.fromEntries(
  [
    ...WRITE_FAULTS,
    ...['kill', 'cut', 'freeze', 'read_failed', 'unhealthy', 'accepted'],
    ...['stop_reply', 'stop_opt_out', 'stop_suppression', 'stop_pause_account', 'stop_pause_campaign'],
    'stop_kill_switch',
  ].map((kind) => [kind, 1_000]),
);

/** Planted bugs that there are at least. */
export const PLANTED_LEAST = 40;
