'use client';

import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { Button } from '../ui/button';
import { cn } from '../ui/class-names';
import { type Column, Table } from '../ui/table';
import { indexAfterKey, type RampDay, type RampPoint, rampPoints, rampSummary, readPoint } from './ramp-days';
import { RampDrawing, type RampLine } from './ramp-drawing';
import { TableView } from './table-view';

export interface RampChartProps {
  /** Names the chart, for instance "Ramp of invites". */
  title: string;
  noun: string;
  days: RampDay[];
  /** Local day of the account, YYYY-MM-DD. */
  today: string;
  week: number;
  weeks: number;
  target: number;
  /** The weekly limit over the working days, a day; null where there is none. */
  weeklyShare: number | null;
  /** Horizontal lines with their labels: target, risk line, weekly share. */
  lines: RampLine[];
  /** Upper end of the scale. */
  max: number;
}

/**
 * The ramp of one kind of send: what happened, what is planned, and the lines it stays under. A sentence sums it up, a
 * table holds the same days, and the arrow keys read them one by one.
 */
export function RampChart(props: RampChartProps) {
  const { title, today } = props;
  const id = useId();
  const [asTable, setAsTable] = useState(false);
  const points = useMemo(() => rampPoints(props.days, today), [props.days, today]);
  const summary = rampSummary({ ...props, points });
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p id={`${id}-summary`} className="max-w-[72ch]">
          {summary}
        </p>
        <Switcher title={title} asTable={asTable} onChange={setAsTable} />
      </div>
      <div hidden={asTable}>
        <Readable title={title} points={points} today={today} describedBy={`${id}-summary`}>
          {(active) => (
            <div role="img" aria-label={`${title}. ${summary}`} className="h-[180px] sm:h-60">
              <RampDrawing points={points} today={today} lines={props.lines} max={props.max} active={active} />
            </div>
          )}
        </Readable>
        <Legend />
      </div>
      <TableView title={title} hidden={!asTable}>
        <Table
          caption={`${title}, by day`}
          columns={columnsOf(today)}
          rows={points.toReversed()}
          rowKey={(point) => point.date}
        />
      </TableView>
    </div>
  );
}

/** Two buttons of which one is pressed; the table is in the page either way. */
export function Switcher(props: { title: string; asTable: boolean; onChange: (asTable: boolean) => void }) {
  return (
    <fieldset className="flex gap-1">
      <legend className="sr-only">Show {props.title} as</legend>
      {[false, true].map((asTable) => (
        <Button
          key={String(asTable)}
          size="compact"
          variant={props.asTable === asTable ? 'secondary' : 'quiet'}
          aria-pressed={props.asTable === asTable}
          onClick={() => props.onChange(asTable)}
        >
          {asTable ? 'Table' : 'Chart'}
        </Button>
      ))}
    </fieldset>
  );
}

interface ReadableProps {
  title: string;
  points: RampPoint[];
  today: string;
  describedBy: string;
  children: (active: string | null) => ReactNode;
}

/** One tab stop whose arrow keys move a cursor over the days; each move is said in one polite region. */
function Readable({ title, points, today, describedBy, children }: ReadableProps) {
  const id = useId();
  const start = Math.max(
    0,
    points.findIndex((point) => point.date === today),
  );
  const [index, setIndex] = useState<number | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return setIndex(null);
    const next = indexAfterKey(event.key, index ?? start, points.length);
    if (next === null || points.length === 0) return;
    event.preventDefault();
    // The first arrow reads today itself; only the next ones move away from it.
    setIndex(index === null && event.key.startsWith('Arrow') ? start : next);
  };
  const point = index === null ? undefined : points[index];
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is not what a chart is; the group is its one tab stop. */}
      <div
        role="group"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys read the chart's days.
        tabIndex={0}
        aria-label={title}
        aria-describedby={`${describedBy} ${id}-keys`}
        onKeyDown={onKeyDown}
        onBlur={() => setIndex(null)}
        className="mt-2 rounded-control"
      >
        {children(point?.date ?? null)}
      </div>
      <p id={`${id}-keys`} className="sr-only">
        Use the left and right arrow keys to read the days, Home and End for the first and the last.
      </p>
      <p role="status" className="min-h-5 text-table text-muted">
        {point === undefined ? '' : readPoint(point, today)}
      </p>
    </>
  );
}

function Legend() {
  return (
    <ul aria-label="What the chart shows" className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-meta text-muted">
      {KEYS.map((key) => (
        <li key={key.text} className="flex items-center gap-1.5">
          <span aria-hidden className={cn('inline-block w-5', key.look)} />
          {key.text}
        </li>
      ))}
    </ul>
  );
}

const KEYS = [
  { text: 'ceiling', look: 'border-t-2 border-accent' },
  { text: 'planned ceiling', look: 'border-t-2 border-dashed border-accent' },
  { text: 'sent', look: 'forced-edge h-3 bg-control' },
  { text: 'reserved', look: 'forced-edge h-3 hatch-reserved' },
];

function columnsOf(today: string): Column<RampPoint>[] {
  return [
    { key: 'date', header: 'Day', rowHeader: true, cell: (point) => point.label },
    { key: 'cap', header: 'Ceiling', numeric: true, cell: (point) => point.cap ?? 'not known' },
    { key: 'sent', header: 'Sent', numeric: true, cell: (point) => (point.date > today ? 'ahead' : point.sent) },
    {
      key: 'reserved',
      header: 'Reserved',
      numeric: true,
      cell: (point) => (point.date > today ? 'ahead' : (point.reserved ?? 0)),
    },
    { key: 'decision', header: 'Decision', cell: (point) => point.decision.replaceAll('_', ' ') },
    { key: 'reason', header: 'Reason', cell: (point) => point.reason },
  ];
}
