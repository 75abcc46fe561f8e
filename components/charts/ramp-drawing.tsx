'use client';

import { useId } from 'react';
import {
  Bar,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from 'recharts';
import type { RampPoint } from './ramp-days';

export interface RampLine {
  value: number;
  label: string;
  /** A risk line has a hatched band above it; a plain one is dotted. */
  tone: 'plain' | 'risk';
}

export interface RampDrawingProps {
  points: RampPoint[];
  today: string;
  lines: RampLine[];
  max: number;
  /** The day that the keyboard reads. */
  active: string | null;
}

/** The picture alone. It takes no focus and no pointer: reading it is the job of what stands around it. */
export function RampDrawing({ points, today, lines, max, active }: RampDrawingProps) {
  const id = useId().replaceAll(/[^a-zA-Z0-9]/g, '');
  const risk = lines.find((line) => line.tone === 'risk');
  const last = points.at(-1)?.label;
  const labelOf = (date: string | null) => points.find((point) => point.date === date)?.label;
  const labels = slotsOf(lines, max);
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 240 }}>
      <ComposedChart
        data={points}
        accessibilityLayer={false}
        margin={{ top: 16, right: 116, bottom: 0, left: 0 }}
        barGap={0}
      >
        <defs>
          <pattern id={`${id}h`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="2" height="6" fill="var(--muted)" />
          </pattern>
          <pattern id={`${id}r`} width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <rect width="1.5" height="9" fill="var(--risk)" fillOpacity="0.5" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="label"
          ticks={weekStarts(points)}
          interval="equidistantPreserveStart"
          minTickGap={12}
          tickLine={false}
          stroke="var(--control)"
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
        />
        <YAxis
          domain={[0, max]}
          allowDataOverflow
          width={32}
          tickCount={6}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
        />
        {risk === undefined ? null : (
          <ReferenceArea y1={risk.value} y2={max} fill={`url(#${id}r)`} fillOpacity={1} ifOverflow="hidden" />
        )}
        <Bar dataKey="sentBar" stackId="sent" fill="var(--control)" isAnimationActive={false} maxBarSize={14} />
        <Bar dataKey="reservedBar" stackId="sent" fill={`url(#${id}h)`} isAnimationActive={false} maxBarSize={14} />
        {labels.map(({ line, shift }) => (
          <ReferenceLine
            key={line.label}
            y={line.value}
            stroke={line.tone === 'risk' ? 'var(--risk)' : 'var(--muted)'}
            strokeDasharray={line.tone === 'risk' ? undefined : '2 4'}
            label={{
              value: line.label,
              position: 'right',
              dy: shift,
              fill: 'var(--text)',
              fontSize: 12,
            }}
          />
        ))}
        <Line
          dataKey="ceiling"
          type="stepAfter"
          stroke="var(--accent)"
          strokeWidth={2}
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="ahead"
          type="stepAfter"
          stroke="var(--accent)"
          strokeWidth={2}
          strokeDasharray="5 4"
          dot={false}
          activeDot={false}
          isAnimationActive={false}
        />
        {labelOf(today) === undefined ? null : (
          <ReferenceLine
            x={labelOf(today)}
            stroke="var(--text)"
            label={{
              value: 'today',
              position: labelOf(today) === last ? 'insideTopRight' : 'top',
              fill: 'var(--text)',
              fontSize: 12,
            }}
          />
        )}
        {active === null ? null : (
          <ReferenceLine x={labelOf(active)} stroke="var(--accent)" strokeWidth={3} strokeOpacity={0.6} />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}

/** The labels of the first day and of every Monday, so that a tick is a week. */
function weekStarts(points: RampPoint[]): string[] {
  return points.map((point) => point.label).filter((label, index) => index === 0 || label.startsWith('Mon'));
}

/** Least share of the scale between two labels at the right edge; closer ones are moved apart. */
const LABEL_GAP_SHARE = 0.1;
const LABEL_SHIFT_PX = 8;

function slotsOf(lines: RampLine[], max: number): { line: RampLine; shift: number }[] {
  const sorted = lines.toSorted((a, b) => a.value - b.value);
  return sorted.map((line, index) => {
    const above = sorted[index + 1];
    const below = sorted[index - 1];
    const near = (other: RampLine | undefined) =>
      other !== undefined && Math.abs(other.value - line.value) / max <= LABEL_GAP_SHARE;
    const shift = (near(above) ? LABEL_SHIFT_PX : 0) - (near(below) ? LABEL_SHIFT_PX : 0);
    return { line, shift };
  });
}
