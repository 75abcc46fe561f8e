import type { LimitChangeRow } from '../../../db/queries/limit-changes';

/** One version of a limit as the API says it. A `newValue` of null is the published number. */
export function describeChange(row: LimitChangeRow, names: ReadonlyMap<string, string>) {
  return {
    version: row.version,
    provider: row.provider,
    key: row.key,
    tier: row.plan,
    field: row.field,
    oldValue: row.oldValue,
    newValue: row.newValue,
    published: row.published,
    changedAt: row.changedAt.toISOString(),
    changedBy: { kind: row.actorKind, id: row.changedBy, name: names.get(row.changedBy) ?? null },
    acknowledged: row.acknowledged,
  };
}
