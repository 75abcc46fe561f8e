import { textsOf, type WireMessage } from './pg-wire';

/** What one connection has prepared, and what its open transaction is about. */
export interface LabelState {
  statements: Map<string, string>;
  transaction: string | null;
}

/** Statements that say what a transaction is about; the first that fits names it. */
const MEANINGS: [string, RegExp][] = [
  ['reserve', /\bsend_reserve\(/],
  ['dispatch', /\bsend_dispatch\(/],
  ['settle', /\bsend_settle\(/],
  ['conclude', /\bsend_conclude\(/],
  ['sweep', /\bsend_sweep\(/],
  ['pick', /from enrolments where .*for update skip locked/s],
  ['slot', /update "accounts" set .*"next_slot_at"/s],
  ['inbox', /insert into "provider_events"/],
  ['applied', /update "provider_events"/],
];

/**
 * What a message is about to run, or null when it runs nothing (Parse, Describe, Sync …). COMMIT carries the meaning of
 * its transaction: `commit:reserve`, `commit:settle` ….
 */
export function labelOf(state: LabelState, message: WireMessage): string | null {
  if (message.type === 'P') {
    const [name = '', sql = ''] = textsOf(message, 2);
    state.statements.set(name, sql);
    return null;
  }
  if (message.type === 'B') return labelOfSql(state, state.statements.get(textsOf(message, 2)[1] ?? '') ?? '');
  return message.type === 'Q' ? labelOfSql(state, textsOf(message, 1)[0] ?? '') : null;
}

function labelOfSql(state: LabelState, sql: string): string {
  const verb = sql.trim().toLowerCase();
  if (verb.startsWith('begin')) {
    state.transaction = null;
    return 'begin';
  }
  if (verb.startsWith('commit')) return `commit:${state.transaction ?? 'other'}`;
  if (verb.startsWith('rollback')) return 'rollback';
  const meaning = MEANINGS.find(([, pattern]) => pattern.test(sql))?.[0] ?? null;
  // A pick and the reservation are one transaction: the later meaning is the stronger one.
  if (meaning !== null) state.transaction = meaning;
  return meaning ?? (/from "accounts"/.test(sql) ? 'account' : 'other');
}
