'use client';

import { useId, useState } from 'react';
import { Bar, BarChart, CartesianGrid, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from 'recharts';
import { Table } from '../ui/table';
import { ChartPattern, type PatternKind } from './chart-pattern';
import { Switcher } from './ramp-chart';
import { TableView } from './table-view';

export interface StackedSeries {
  key: string;
  label: string;
  /** A CSS colour, one of the series variables. */
  color: string;
  pattern: PatternKind;
}

export interface StackedRow {
  label: string;
  values: Record<string, number>;
}

export interface StackedBarProps {
  title: string;
  /** One sentence that says what is to be seen. */
  summary: string;
  rows: StackedRow[];
  series: StackedSeries[];
  limit?: { value: number; label: string };
}

/** Stacked columns, one a day, with a colour and a pattern for each kind, a sentence and the same figures as a table. */
export function StackedBar({ title, summary, rows, series, limit }: StackedBarProps) {
  const id = useId().replaceAll(/[^a-zA-Z0-9]/g, '');
  const [asTable, setAsTable] = useState(false);
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-start justify-between gap-2">
        <p className="max-w-[72ch]">{summary}</p>
        <Switcher title={title} asTable={asTable} onChange={setAsTable} />
      </div>
      <div hidden={asTable}>
        <div role="img" aria-label={`${title}. ${summary}`} className="mt-2 h-[180px] sm:h-60">
          <Columns id={id} rows={rows} series={series} limit={limit} />
        </div>
        <Legend id={id} series={series} />
      </div>
      <TableView title={title} hidden={!asTable}>
        <Table
          caption={title}
          columns={[
            { key: 'label', header: 'Day', rowHeader: true, cell: (row: StackedRow) => row.label },
            ...series.map((entry) => ({
              key: entry.key,
              header: entry.label,
              numeric: true,
              cell: (row: StackedRow) => row.values[entry.key] ?? 0,
            })),
          ]}
          rows={rows}
          rowKey={(row) => row.label}
        />
      </TableView>
    </div>
  );
}

type DrawingProps = Pick<StackedBarProps, 'rows' | 'series' | 'limit'> & { id: string };

function Columns({ id, rows, series, limit }: DrawingProps) {
  const totals = rows.map((row) => series.reduce((sum, entry) => sum + (row.values[entry.key] ?? 0), 0));
  const data = rows.map((row) => ({ label: row.label, ...row.values }));
  return (
    <ResponsiveContainer width="100%" height="100%" initialDimension={{ width: 640, height: 240 }}>
      <BarChart data={data} accessibilityLayer={false} margin={{ top: 16, right: limit ? 76 : 8, bottom: 0, left: 0 }}>
        <defs>
          {series.map((entry) => (
            <ChartPattern key={entry.key} id={`${id}${entry.key}`} color={entry.color} kind={entry.pattern} />
          ))}
        </defs>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis dataKey="label" tickLine={false} stroke="var(--control)" tick={{ fill: 'var(--muted)', fontSize: 12 }} />
        <YAxis
          domain={[0, Math.max(limit?.value ?? 0, ...totals, 1)]}
          allowDecimals={false}
          width={32}
          tickLine={false}
          axisLine={false}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
        />
        {series.map((entry) => (
          <Bar
            key={entry.key}
            dataKey={entry.key}
            stackId="all"
            fill={`url(#${id}${entry.key})`}
            stroke="var(--bg)"
            strokeWidth={1}
            maxBarSize={28}
            isAnimationActive={false}
          />
        ))}
        {limit === undefined ? null : (
          <ReferenceLine
            y={limit.value}
            stroke="var(--text)"
            label={{ value: limit.label, position: 'right', fill: 'var(--text)', fontSize: 12 }}
          />
        )}
      </BarChart>
    </ResponsiveContainer>
  );
}

function Legend({ id, series }: { id: string; series: StackedSeries[] }) {
  return (
    <ul aria-label="What the chart shows" className="mt-1 flex flex-wrap gap-x-4 gap-y-1 text-meta text-muted">
      {series.map((entry) => (
        <li key={entry.key} className="flex items-center gap-1.5">
          <svg aria-hidden className="size-3">
            <defs>
              <ChartPattern id={`${id}${entry.key}k`} color={entry.color} kind={entry.pattern} />
            </defs>
            <rect width="12" height="12" fill={`url(#${id}${entry.key}k)`} />
          </svg>
          {entry.label}
        </li>
      ))}
    </ul>
  );
}
