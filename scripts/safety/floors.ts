import { WRITE_FAULTS } from './sim/provider';

/** How often each kind of fault occurs at least in the published proof: a run in which nothing went wrong proves nothing. */
export const FAULT_FLOORS: Record<string, number> = atLeast(1_000, [
  ...WRITE_FAULTS,
  ...['kill', 'cut', 'freeze', 'slow', 'read_failed', 'unhealthy', 'lease_lost', 'accepted', 'delivered_twice'],
  ...['stop_reply', 'stop_opt_out', 'stop_suppression', 'stop_pause_account', 'stop_pause_campaign'],
  ...['stop_restricted', 'stop_kill_switch'],
]);

/** Planted bugs that there are at least. */
export const PLANTED_LEAST = 40;

/** Branches of the send path and its recovery, each of which a published run takes so often at least. */
export const BRANCH_FLOORS: Record<string, number> = {
  ...atLeast(1_000, [
    ...['reserved', 'reserved_again', 'settled_sent', 'settled_unknown', 'sweep_gave_back', 'sweep_made_unknown'],
    ...['reconciled_sent', 'reconciled_held', 'reserve_capped', 'rejected_limit', 'rejected_unknown'],
    ...['rejected_target_impossible', 'released_api_rate_limited', 'released_not_reached'],
    ...['released_account_disconnected', 'reserve_gated_minimum_gap', 'reserve_gated_outside_hours'],
    ...['reserve_gated_health_stale', 'reserve_gated_control_stop', 'reserve_gated_lease'],
  ]),
  ...atLeast(50, [
    ...['dispatch_gave_back', 'dispatch_fenced_off', 'settle_fenced_off', 'released_stalled'],
    ...['reserve_gated_action_stopped', 'reserve_gated_account_state'],
    ...['dispatch_gated_control_stop', 'dispatch_gated_person_stopped', 'dispatch_gated_account_paused'],
    'dispatch_gated_campaign_not_running',
  ]),
};

function atLeast(floor: number, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, floor]));
}
