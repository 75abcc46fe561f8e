'use client';

import { useId } from 'react';
import { Checkbox } from '@/components/ui/checkbox';
import { weekPlan } from './week-plan';

export interface WeekStripProps {
  /** The cap of invites a day for one account. */
  perDay: number;
  /** The weekly limit; null while it is not known. */
  weekly: number | null;
  /** ISO weekdays on which the account works. */
  workingDays: number[];
  smooth: boolean;
  /** Without it the setting is only told, not offered. */
  onSmoothChange?: (smooth: boolean) => void;
}

/** Seven small columns that show what a daily cap means for the week, with the conflict in one sentence. */
export function WeekStrip({ perDay, weekly, workingDays, smooth, onSmoothChange }: WeekStripProps) {
  const id = useId();
  if (weekly === null) return <p className="mt-3 text-muted">The weekly limit is not known, so nothing is planned.</p>;
  const plan = weekPlan({ perDay, weekly, workingDays, smooth });
  const top = Math.max(1, perDay);
  return (
    <div className="mt-3">
      <p id={id} className="font-medium">
        Invites over the last 7 days, as planned
      </p>
      <ol aria-labelledby={id} className="mt-1 grid max-w-96 grid-cols-7 gap-1">
        {plan.days.map((day) => (
          <li key={day.day} className="flex flex-col items-center text-meta">
            <span aria-hidden className="flex h-10 w-full items-end rounded-sm bg-sunken">
              <span
                className="forced-fill block w-full rounded-sm bg-series-invite"
                style={{ height: `${(day.invites / top) * 100}%` }}
              />
            </span>
            <span>{day.name}</span>
            <span className="font-medium">{day.invites}</span>
          </li>
        ))}
      </ol>
      <p className="mt-1 min-h-10 max-w-[72ch]">{plan.sentence}</p>
      {onSmoothChange === undefined ? (
        <p className="text-muted">Smooth over the week is {smooth ? 'on' : 'off'}.</p>
      ) : (
        <Checkbox
          label="Smooth over the week"
          checked={smooth}
          onChange={(event) => onSmoothChange(event.target.checked)}
        />
      )}
    </div>
  );
}
