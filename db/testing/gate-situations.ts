import { WEDNESDAY } from './send-world';

export interface Situation {
  gate: string;
  /** What closes the gate; `:account` and the like stand for the sender's ids. */
  close: string;
  /** What a refused reservation says about when it opens. */
  freeAt?: Date;
  /** True where only the engine is bound by it. */
  engineOnly?: true;
}

/** Everything that closes a gate, each with the gate that a reservation at `WEDNESDAY` must name. */
export const SITUATIONS: Record<string, Situation> = {
  'no ramp row for today': {
    gate: 'ramp_missing',
    close: 'delete from ramp_days where account_id = :account',
    engineOnly: true,
  },
  "yesterday's ramp row": {
    gate: 'ramp_missing',
    close: `update ramp_days set local_date = local_date - 1, starts_at = starts_at - interval '1 day', ends_at = ends_at - interval '1 day', made_at = made_at - interval '1 day' where account_id = :account`,
    engineOnly: true,
  },
  'a ramp row of today that was made yesterday': {
    gate: 'ramp_missing',
    close: `update ramp_days set made_at = starts_at - interval '1 second' where account_id = :account`,
    engineOnly: true,
  },
  'a ramp row that says it was made in the future': {
    gate: 'ramp_missing',
    close: `update ramp_days set made_at = :now + interval '61 seconds' where account_id = :account`,
    engineOnly: true,
  },
  'health looked at more than 15 minutes ago': {
    gate: 'health_stale',
    close: `update accounts set health_checked_at = :now - interval '15 minutes 1 second' where id = :account`,
  },
  'health never looked at': {
    gate: 'health_stale',
    close: 'update accounts set health_checked_at = null where id = :account',
  },
  'an account that is restricted': {
    gate: 'account_state',
    close: `update accounts set state = 'restricted' where id = :account`,
  },
  'an account that is disconnected': {
    gate: 'account_state',
    close: `update accounts set state = 'disconnected' where id = :account`,
  },
  'an account without a time zone': {
    gate: 'account_state',
    close: 'update accounts set time_zone = null where id = :account',
  },
  'a paused account': { gate: 'account_paused', close: 'update accounts set paused_at = :now where id = :account' },
  'a stop of the workspace': { gate: 'control_stop', close: stop("'workspace', null, null") },
  'a stop of the action': { gate: 'control_stop', close: stop("'action', null, 'invite'") },
  'a stop of the account': { gate: 'control_stop', close: stop("'account', :account, null") },
  'a stop of the campaign': { gate: 'control_stop', close: stop("'campaign', :campaign, null") },
  'a stop with an end': {
    gate: 'control_stop',
    close: stop("'workspace', null, null", ":now + interval '1 hour'"),
    freeAt: new Date(WEDNESDAY.getTime() + 3_600_000),
  },
  'an action that the provider made stop': {
    gate: 'action_stopped',
    close: `update action_paces set stopped_until = :now + interval '1 hour' where account_id = :account and action = 'invite'`,
    freeAt: new Date(WEDNESDAY.getTime() + 3_600_000),
  },
  'an action without a pace': {
    gate: 'unconfigured',
    close: `delete from action_paces where account_id = :account and action = 'invite'`,
  },
  'a paused campaign': {
    gate: 'campaign_not_running',
    close: `update campaigns set state = 'paused' where id = :campaign`,
    engineOnly: true,
  },
  'a suppressed handle': {
    gate: 'suppressed',
    close: 'update identities set suppressed_at = :now where prospect_id = :prospect',
  },
  'a suppressed mail address that no person has claimed': {
    gate: 'suppressed',
    close: `with p as (update prospects set email = 'Ann@Example.Test' where id = :prospect)
      insert into identities (workspace_id, kind, value, suppressed_at, created_at) values (:workspace, 'email', 'ann@example.test', :now, :now)`,
  },
  'a suppressed mail domain': {
    gate: 'suppressed',
    close: `with p as (update prospects set email = 'bob@Blocked.Test' where id = :prospect)
      insert into identities (workspace_id, kind, value, suppressed_at, created_at) values (:workspace, 'domain', 'blocked.test', :now, :now)`,
  },
  'a reply': {
    gate: 'person_stopped',
    close: 'update prospects set replied_at = :now where id = :prospect',
    engineOnly: true,
  },
  'an opt-out': { gate: 'person_stopped', close: 'update prospects set opted_out_at = :now where id = :prospect' },
  'a person stopped by hand': {
    gate: 'person_stopped',
    close: 'update prospects set stopped_at = :now where id = :prospect',
    engineOnly: true,
  },
  'a person who left the campaign': {
    gate: 'person_stopped',
    close: `update enrolments set active = false, state = 'stopped', due_at = null where id = :enrolment`,
    engineOnly: true,
  },
  'a moment outside the hours': {
    gate: 'outside_hours',
    close: `update ramp_days set open_hours = open_hours - tstzmultirange(tstzrange(:now - interval '1 minute', :now + interval '1 minute')) where account_id = :account`,
    engineOnly: true,
  },
  'a lease that has ended': {
    gate: 'lease',
    close: `update installations set lease_until = clock_timestamp() - interval '1 second'`,
  },
  'a database without a clock': { gate: 'clock_skew', close: 'delete from clock' },
  'a clock more than 60 real seconds away': {
    gate: 'clock_skew',
    close: `update clock set app_origin = :now + interval '75 seconds', real_origin = clock_timestamp()`,
  },
  'a fast clock more than 60 real seconds away': {
    gate: 'clock_skew',
    close: `update clock set speed = 100, app_origin = :now + interval '7500 seconds', real_origin = clock_timestamp()`,
  },
};

function stop(what: string, until = 'null'): string {
  return `insert into controls (workspace_id, id, scope, target_id, action, stopped_by, stopped_at, until) values (:workspace, 'stop', ${what}, 'test', :now, ${until})`;
}
