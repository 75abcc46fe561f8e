import type { ReactNode } from 'react';

/** One fact of a description list: its name, and what it is. */
export function Fact({ name, value }: { name: string; value: ReactNode }) {
  return (
    <div>
      <dt className="text-muted">{name}</dt>
      <dd className="font-medium">{value}</dd>
    </div>
  );
}
