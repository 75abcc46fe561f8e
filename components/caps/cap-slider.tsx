'use client';

import { CircleAlert, CircleCheck, CircleMinus, Minus, OctagonAlert, Plus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { cn } from '@/components/ui/class-names';
import { IconButton } from '@/components/ui/icon-button';
import { controlClasses } from '@/components/ui/input';
import { Toggletip } from '@/components/ui/toggletip';
import {
  type CapScale,
  type CapZone,
  capMessage,
  capScale,
  capValueText,
  zoneOf,
} from '@/lib/domain/limits/campaign-caps';
import type { CapKind, Tier } from '@/lib/domain/limits/constants';
import type { Limits } from '@/lib/domain/limits/limit-policy';
import { CapTrack } from './cap-track';
import { CAP_WORDS } from './cap-words';
import { readCap, valueAfterKey } from './read-cap';

export interface CapSliderProps {
  kind: CapKind;
  /** Null is a blank field: it takes `inherited`. */
  value: number | null;
  inherited: number;
  /** What the blank field takes its number from: "the Daily limit" or "our default". */
  inheritedFrom: string;
  onChange: (value: number | null) => void;
  tier?: Tier;
  /** The limits in force in the workspace. */
  limits: Limits;
  /** The highest value the workspace allows, where it is lower than the scale's own end. */
  allowedMax?: number;
  readOnly?: boolean;
  /** The explanation behind the (i). */
  help: ReactNode;
  /** The effective line. */
  effective?: ReactNode;
  /** Limit stack and what belongs to this kind alone. */
  children?: ReactNode;
}

/**
 * One cap of a campaign: a native range input, an exact number field and steppers for the same value, with the zone in
 * words, shape and colour (ux.md §3). Every place has its height from the start, so nothing jumps while it is dragged.
 */
export function CapSlider(props: CapSliderProps) {
  const { kind, tier, limits, readOnly = false } = props;
  const of = { tier, limits };
  const id = useId();
  const scale = scaleOf(props);
  const value = props.value ?? props.inherited;
  const zone = zoneOf(kind, value, of);
  const [note, setNote] = useState<string | null>(null);
  const before = useRef(props.value);
  const words = CAP_WORDS[kind];
  const set = (next: number | null, said: string | null = null) => {
    setNote(said);
    if (!readOnly) props.onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const next = event.key === 'Escape' ? before.current : valueAfterKey(event, Math.min(value, scale.max), scale);
    if (event.key !== 'Escape' && next === null) return;
    event.preventDefault();
    set(next);
  };
  const valueText =
    props.allowedMax !== undefined && value >= props.allowedMax
      ? `${value} a day, highest allowed by your workspace`
      : capValueText(kind, value, of);
  return (
    <fieldset
      aria-describedby={`${id}-msg ${id}-eff`}
      data-zone={zone}
      className={cn(
        'min-w-0 rounded-panel border-2 bg-bg p-3 transition-colors duration-150 ease-out sm:p-4',
        zone === 'red' ? 'border-risk' : 'border-border',
      )}
    >
      <legend className="sr-only">{words.legend}</legend>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <div className="flex items-center gap-1">
          <span aria-hidden className="font-semibold">
            {words.legend}
          </span>
          <Toggletip about={words.legend.toLowerCase()}>{props.help}</Toggletip>
        </div>
        <Stepper scale={scale} slider={props} value={value} set={set} />
      </div>
      <CapTrack
        id={`${id}-range`}
        className="mt-1"
        value={value}
        zone={zone}
        scale={scale}
        disabled={readOnly}
        aria-label={words.legend}
        aria-valuetext={valueText}
        onFocus={() => {
          before.current = props.value;
        }}
        onKeyDown={onKeyDown}
        onChange={(event) => set(event.target.valueAsNumber)}
      />
      <div id={`${id}-msg`} className="mt-1 min-h-10">
        <Chip zone={zone}>{capMessage(kind, value, of)}</Chip>
        <div className="min-h-5 text-meta text-muted">
          <span role="status">{note}</span>
          {note === null ? noteOf(props, value, scale) : null}
        </div>
      </div>
      <div id={`${id}-eff`} className="mt-2 min-h-7">
        {props.effective}
      </div>
      {props.children}
    </fieldset>
  );
}

function scaleOf(props: CapSliderProps): CapScale {
  const scale = capScale(props.kind, props);
  return { ...scale, max: Math.min(scale.max, props.allowedMax ?? scale.max) };
}

function noteOf(props: CapSliderProps, value: number, scale: CapScale): string {
  if (value > scale.max) return `Above the scale, which ends at ${scale.max}.`;
  if (props.value === null) return `Blank: takes ${props.inherited} from ${props.inheritedFrom}.`;
  return props.allowedMax === undefined ? '' : `Your workspace allows up to ${props.allowedMax}.`;
}

interface StepperProps {
  scale: CapScale;
  slider: CapSliderProps;
  value: number;
  set: (value: number | null, note?: string | null) => void;
}

/** The way to every value without dragging (WCAG 2.5.7). */
function Stepper({ scale, slider, value, set }: StepperProps) {
  const words = CAP_WORDS[slider.kind];
  const step = (by: number) => set(Math.min(scale.max, Math.max(scale.min, value + by)));
  return (
    <div className="flex items-center gap-1">
      <IconButton
        label={`One ${words.one} less a day`}
        onClick={() => step(-scale.step)}
        disabled={slider.readOnly || value <= scale.min}
      >
        <Minus aria-hidden />
      </IconButton>
      <input
        type="number"
        inputMode="numeric"
        min={scale.min}
        max={scale.max}
        aria-label={`${words.legend}, exact number`}
        readOnly={slider.readOnly}
        placeholder={String(slider.inherited)}
        value={slider.value ?? ''}
        onChange={(event) => {
          const read = readCap(event.target.value, scale);
          set(read.value, read.note);
        }}
        // A wheel over a focused number field would change it while the page is being scrolled.
        onWheel={(event) => event.currentTarget.blur()}
        className={cn(controlClasses, 'w-20 text-center')}
      />
      <IconButton
        label={`One ${words.one} more a day`}
        onClick={() => step(scale.step)}
        disabled={slider.readOnly || value >= scale.max}
      >
        <Plus aria-hidden />
      </IconButton>
    </div>
  );
}

function Chip({ zone, children }: { zone: CapZone; children: ReactNode }) {
  const { Icon, tone } = CHIPS[zone];
  return (
    <p className={cn('flex min-h-5 items-start gap-1.5 font-medium', tone)}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      {children}
    </p>
  );
}

const CHIPS = {
  off: { Icon: CircleMinus, tone: 'text-muted' },
  calm: { Icon: CircleCheck, tone: 'text-ok' },
  caution: { Icon: CircleAlert, tone: 'text-warn' },
  red: { Icon: OctagonAlert, tone: 'text-risk' },
} as const satisfies Record<CapZone, unknown>;
