import type { ReactNode } from 'react';

/** One figure with its name and, below, its unit or reset. A null value reads "not known" and is never shown as 0. */
export function Stat({ label, value, note }: { label: string; value: ReactNode | null; note?: ReactNode }) {
  return (
    <dl className="min-w-0">
      <dt className="text-muted">{label}</dt>
      <dd className="text-figure font-semibold">
        {value === null ? (
          <>
            <span aria-hidden>–</span> <span className="text-body font-normal text-muted">not known</span>
          </>
        ) : (
          value
        )}
      </dd>
      {note === undefined ? null : <dd className="text-meta text-muted">{note}</dd>}
    </dl>
  );
}
