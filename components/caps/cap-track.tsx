import type { ComponentProps, ReactNode } from 'react';
import { cn } from '@/components/ui/class-names';
import type { CapScale, CapZone } from '@/lib/domain/limits/campaign-caps';

export interface CapTrackProps extends Omit<ComponentProps<'input'>, 'type' | 'value' | 'min' | 'max' | 'step'> {
  value: number;
  zone: CapZone;
  scale: CapScale;
}

/**
 * The native range input with what is drawn around it: ticks, the fill, and the red zone with its threshold line, which
 * is there at every value. The shape of the thumb tells the zone before its colour does.
 */
export function CapTrack({ value, zone, scale, className, ...input }: CapTrackProps) {
  const shareOf = (at: number) => `${(Math.min(Math.max(at - scale.min, 0), span) / span) * 100}%`;
  const span = Math.max(1, scale.max - scale.min);
  const hasZone = scale.risk.value < scale.max;
  return (
    <div className={className}>
      <div aria-hidden className="relative mx-[14px] h-5 text-meta text-muted">
        {hasZone ? <TickLabel at={shareOf(scale.risk.value)}>{scale.risk.value} risk line</TickLabel> : null}
      </div>
      <div className="relative h-11">
        <div aria-hidden className="pointer-events-none absolute inset-x-[14px] top-4 h-3">
          <div className="forced-edge absolute -inset-x-[14px] inset-y-0 rounded-full bg-sunken ring-1 ring-control ring-inset" />
          {hasZone ? (
            <div
              className="forced-zone hatch-risk absolute inset-y-0 rounded-e-full ring-1 ring-risk ring-inset"
              style={{ insetInlineStart: shareOf(scale.risk.value), insetInlineEnd: '-14px' }}
            />
          ) : null}
          <div
            className={cn(
              'forced-fill absolute inset-y-0 rounded-s-full transition-colors duration-150 ease-out',
              zone === 'red' ? 'hatch-fill bg-risk' : 'bg-accent',
            )}
            style={{ insetInlineStart: '-14px', width: `calc(14px + ${shareOf(value)})` }}
          />
          {hasZone ? (
            <div
              className="forced-edge absolute -top-1.5 bottom-0 w-0.5 -translate-x-1/2 bg-risk rtl:translate-x-1/2"
              style={{ insetInlineStart: shareOf(scale.risk.value) }}
            />
          ) : null}
        </div>
        <input
          type="range"
          min={scale.min}
          max={scale.max}
          step={scale.step}
          value={Math.min(value, scale.max)}
          className="peer range-bare absolute inset-0 m-0 h-11 w-full cursor-pointer disabled:cursor-not-allowed"
          {...input}
        />
        <div
          aria-hidden
          className="pointer-events-none absolute top-2 size-7 rounded-control outline-accent peer-focus-visible:outline-2 peer-focus-visible:outline-offset-2"
          style={{ insetInlineStart: `calc((100% - 28px) * ${(Math.min(value, scale.max) - scale.min) / span})` }}
        >
          <Thumb zone={zone} />
        </div>
      </div>
      <div aria-hidden className="relative mx-[14px] h-5 text-meta text-muted">
        <TickLabel at="0%">{scale.min}</TickLabel>
        <TickLabel at={shareOf(scale.default)}>default {scale.default}</TickLabel>
        <TickLabel at="100%">{scale.max}</TickLabel>
      </div>
    </div>
  );
}

/** A label that begins at its tick in the first half of the scale and ends at it in the second, so it never leaves it. */
function TickLabel({ at, children }: { at: string; children: ReactNode }) {
  const share = Number.parseFloat(at);
  const style = share > 50 ? { insetInlineEnd: `${100 - share}%` } : { insetInlineStart: at };
  return (
    <span className="absolute whitespace-nowrap" style={style}>
      {children}
    </span>
  );
}

function Thumb({ zone }: { zone: CapZone }) {
  return (
    <svg viewBox="0 0 28 28" className="size-7" aria-hidden>
      {zone === 'red' ? (
        <>
          <path d="M9 2h10l7 7v10l-7 7H9l-7-7V9z" className="thumb-shape-red" strokeWidth="3" />
          <path d="M12.4 7h3.2l-.5 9h-2.2zM12.4 18h3.2v3.2h-3.2z" className="thumb-glyph" />
        </>
      ) : zone === 'caution' ? (
        <rect x="2" y="2" width="24" height="24" rx="6" className="thumb-shape" strokeWidth="2" />
      ) : (
        <circle cx="14" cy="14" r="12" className="thumb-shape" strokeWidth="2" />
      )}
    </svg>
  );
}
