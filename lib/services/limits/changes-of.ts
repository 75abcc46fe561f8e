import type { LimitChangeRow } from '../../../db/queries/limit-changes';
import type { LimitChange } from '../../domain/limits/limit-policy';

/** The rows of the changes as the decisions take them. */
export function changesOf(rows: readonly LimitChangeRow[]): LimitChange[] {
  return rows.map(({ provider, key, plan, field, newValue, changedAt }) => ({
    provider,
    key,
    plan,
    field,
    value: newValue,
    changedAt,
  }));
}
