import type { AccountFacts } from './explain-facts';
import type { Finding } from './finding';
import { deferred, held, passed } from './finding';

/** Whether the send ledger answers at all. */
export function ledger({ storeFault }: AccountFacts): Finding {
  if (storeFault === null) return passed('ledger', 'The send ledger can be read.');
  return held('fail_closed_store', 'unknown', storeFault.text, { since: storeFault.since });
}

/** Whether this installation may send from its database. */
export function lease({ lease: { isOurs, since } }: AccountFacts): Finding {
  if (isOurs) return passed('lease', 'This installation may send.');
  return held(
    'fail_closed_store',
    'stopped',
    'Sending is stopped for safety: this installation may not send from its database until its engine has renewed the lease or an owner confirms it on the Admin page.',
    { since },
  );
}

/** Whether the account was looked at not long ago. */
export function health({ account, healthStaleSince, open }: AccountFacts): Finding {
  if (healthStaleSince === null) return passed('health_stale', 'The last health check is recent.');
  if (!open && account.healthCheckedAt !== null)
    return deferred('health_stale', 'The account is checked again before the first send of the day.');
  return held(
    'stale_health',
    'unknown',
    'The last health check is missing or too old, and we do not send on old information.',
    { since: healthStaleSince },
  );
}

/** Whether the ramp has decided about today. */
export function ramp({ ramp: row, rampFault, open }: AccountFacts): Finding {
  if (rampFault === null) return passed('ramp_missing', row?.reason ?? 'The ramp has decided about today.');
  if (!open) return held('fail_closed_ramp', 'waiting', 'The ramp of the day is decided before its first send.');
  return held('fail_closed_ramp', 'unknown', rampFault.text, { since: rampFault.since });
}

/** Whether the engine takes the account's turns. What it fails at stands in the audit: an error's words are for an admin. */
export function engine({ missedTurn, work: { due } }: AccountFacts): Finding {
  if (missedTurn === null || due === 0) return passed('engine', 'The engine takes the turns of the account.');
  const text = missedTurn.hasFailed
    ? 'The engine’s last turn for this account failed, so nothing is sent. It tries again by itself; an admin sees the error under System.'
    : 'The engine has not come round to this account, so nothing is sent.';
  return held('fail_closed_engine', 'unknown', text, { since: missedTurn.since });
}
