'use client';

import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Disclosure } from '@/components/ui/disclosure';
import { type BucketUse, bucketPlan } from './bucket-plan';

export interface BucketBarProps {
  use: BucketUse;
  /** The shared limit a day. */
  limit: number;
  /** Sets this campaign's messages to what fits; without it there is no such button. */
  onFit?: (messages: number) => void;
}

/** Planned use of the shared bucket as one bar: fixed order, a colour and a pattern for each kind, labels right below. */
export function BucketBar({ use, limit, onFit }: BucketBarProps) {
  const id = useId();
  const plan = bucketPlan(use, limit);
  const scale = Math.max(limit, plan.total, 1);
  const share = (count: number) => `${(count / scale) * 100}%`;
  const segments = SEGMENTS.map((segment) => ({ ...segment, count: use[segment.key] }));
  return (
    <figure aria-labelledby={`${id}-title`} aria-describedby={`${id}-text`} className="mt-3 min-w-0">
      <figcaption id={`${id}-title`} className="font-medium">
        Shared bucket, planned use{' '}
        <span data-testid="bucket-total" className="font-normal text-muted">
          {plan.total} of {limit}
        </span>
      </figcaption>
      <div aria-hidden className="relative mt-1 pt-4">
        <span
          className="absolute top-0 -translate-x-full pr-1 text-meta whitespace-nowrap text-muted"
          style={{ left: share(limit) }}
        >
          {limit} a day
        </span>
        <div className="relative flex h-6 gap-0.5 overflow-hidden rounded-control bg-sunken outline-1 -outline-offset-1 outline-control outline-dashed">
          {segments.map((segment) =>
            segment.count > 0 ? (
              <span
                key={segment.key}
                className={cn('forced-edge h-full', segment.fill)}
                style={{ width: share(segment.count) }}
              />
            ) : null,
          )}
          {plan.headroom / scale >= LABEL_SHARE_MIN ? (
            <span className="flex flex-1 items-center justify-center text-meta text-muted">{plan.headroom} left</span>
          ) : null}
          {plan.over > 0 ? (
            <span className="forced-zone hatch-risk absolute inset-y-0 right-0" style={{ width: share(plan.over) }} />
          ) : null}
        </div>
        <span className="absolute top-3 bottom-0 w-0.5 -translate-x-full bg-text" style={{ left: share(limit) }} />
      </div>
      <ul className="mt-1 flex min-h-5 flex-wrap gap-x-4 gap-y-1 text-table">
        {segments.map((segment) =>
          segment.key === 'otherMessages' && segment.count === 0 ? null : (
            <li key={segment.key} className="flex items-center gap-1.5">
              <span aria-hidden className={cn('forced-edge size-3 rounded-sm', segment.fill)} />
              {segment.label} {segment.count}
            </li>
          ),
        )}
      </ul>
      <p id={`${id}-text`} className="sr-only">
        {plan.sentence}
      </p>
      <div className="mt-1 flex min-h-11 flex-wrap items-center gap-2">
        <p className={cn(plan.over > 0 && 'font-medium text-risk')}>{plan.advice}</p>
        {plan.over > 0 && onFit !== undefined && plan.messagesThatFit < use.messages ? (
          <Button size="compact" onClick={() => onFit(plan.messagesThatFit)}>
            Set messages to {plan.messagesThatFit}
          </Button>
        ) : null}
      </div>
      <Disclosure summary="Show as table">
        <table className="text-table">
          <caption className="text-left text-muted">Shared bucket, planned a day for one account</caption>
          <thead className="sr-only">
            <tr>
              <th scope="col">Kind</th>
              <th scope="col">Planned</th>
            </tr>
          </thead>
          <tbody>
            {[...segments, { key: 'total', label: 'Total', count: plan.total }].map((row) => (
              <tr key={row.key}>
                <th scope="row" className="pr-6 text-left font-normal">
                  {row.label}
                </th>
                <td className="text-right">{row.count}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Disclosure>
    </figure>
  );
}

/** A segment narrower than this share of the bar has no room for its number. */
const LABEL_SHARE_MIN = 0.14;

const SEGMENTS: { key: keyof BucketUse; label: string; fill: string }[] = [
  { key: 'messages', label: 'messages', fill: 'bg-series-message' },
  { key: 'otherMessages', label: 'messages, other campaigns', fill: 'bg-series-message/70 pattern-dots' },
  { key: 'views', label: 'views', fill: 'bg-series-view pattern-vertical' },
  { key: 'comments', label: 'comments', fill: 'bg-series-comment pattern-grid' },
  { key: 'reactions', label: 'reactions', fill: 'bg-series-reaction pattern-diagonal' },
];
