import type { ReactNode } from 'react';
import { cn } from './class-names';

export interface MeterProps {
  label: string;
  /** Any of the three is null while it is not known: the bar is then empty and the text says so. */
  used: number | null;
  reserved?: number | null;
  max: number | null;
  /** What is being counted once it happened, for the text: "12 sent". */
  usedWord?: string;
  /** Reset or reason under the bar. */
  note?: ReactNode;
  hideLabel?: boolean;
  className?: string;
}

/** Use against a maximum: used is solid, reserved is hatched, the rest is empty, and the same three figures are written. */
export function Meter({ label, used, reserved = 0, max, usedWord = 'sent', note, hideLabel, className }: MeterProps) {
  const text = meterText({ used, reserved, max, usedWord });
  const known = max === null || used === null || reserved === null ? null : { used, reserved };
  const taken = known === null ? 0 : known.used + known.reserved;
  const scale = Math.max(max ?? 0, taken, 1);
  const share = (count: number) => `${(count / scale) * 100}%`;
  return (
    <div className={cn('min-w-0', className)}>
      <div className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className={cn('font-medium', hideLabel && 'sr-only')}>{label}</span>
        <span className="text-table text-muted">{text}</span>
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a native meter cannot show reserved beside used. */}
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={scale}
        aria-valuenow={taken}
        aria-valuetext={text}
        className="forced-edge mt-1 flex h-3 overflow-hidden rounded-full bg-sunken ring-1 ring-control ring-inset"
      >
        {known === null ? null : (
          <>
            <span className="forced-fill h-full bg-accent" style={{ width: share(known.used) }} />
            <span className="forced-zone hatch-reserved h-full" style={{ width: share(known.reserved) }} />
          </>
        )}
      </div>
      {note === undefined ? null : <p className="mt-1 text-meta text-muted">{note}</p>}
    </div>
  );
}

/** "12 sent, 1 reserved, 9 left of 22", or "not known" while any of the three is not. */
export function meterText(input: {
  used: number | null;
  reserved: number | null;
  max: number | null;
  usedWord: string;
}): string {
  const { used, reserved, max, usedWord } = input;
  if (max === null || used === null || reserved === null) return 'not known';
  const left = max - used - reserved;
  const end = left < 0 ? `${-left} over ${max}` : `${left} left of ${max}`;
  return `${used} ${usedWord}, ${reserved} reserved, ${end}`;
}

/** The sum of figures, or null while one of them is not known. */
export function sumKnown(...figures: (number | null | undefined)[]): number | null {
  return figures.reduce<number | null>(
    (sum, figure) => (sum === null || figure === null || figure === undefined ? null : sum + figure),
    0,
  );
}
