import { type Column, Table } from '@/components/ui/table';
import type { Limit } from '@/lib/contracts/workspace';
import { LimitSources } from './limit-sources';
import { type LimitLine, limitWords, linesOf, number, perWindow, planWords, redLineWords } from './limit-words';

/** Counted limits, one line for every set of plans that share their numbers. */
export function LimitTable({ title, limits }: { title: string; limits: Limit[] }) {
  return (
    <Table
      caption={title}
      captionHidden
      columns={LINE_COLUMNS}
      rows={limits.flatMap(linesOf)}
      rowKey={({ limit, plans }) => `${limit.provider} ${limit.key} ${plans.join(' ')}`}
    />
  );
}

const LINE_COLUMNS: Column<LimitLine>[] = [
  {
    key: 'key',
    header: 'Limit',
    rowHeader: true,
    cell: ({ limit }) => (
      <>
        {limitWords(limit)} <span className="text-muted">{perWindow(limit.window)}</span>
      </>
    ),
  },
  { key: 'plan', header: 'Plan', cell: ({ plans }) => planWords(plans) },
  { key: 'default', header: 'Default', numeric: true, cell: ({ cap }) => number(cap.cap) },
  {
    key: 'hard',
    header: 'Hard cap',
    numeric: true,
    cell: ({ limit, cap }) => (
      <>
        {number(cap.hardCap)}
        {limit.official === null || limit.official === cap.hardCap ? null : (
          <span className="block text-muted">officially {number(limit.official)}</span>
        )}
      </>
    ),
  },
  { key: 'red', header: 'Red line', cell: redLineWords },
  { key: 'words', header: 'Note', cell: ({ limit }) => limit.words },
  { key: 'source', header: 'Source', cell: ({ limit }) => <LimitSources limit={limit} name={limitWords(limit)} /> },
];

/** Numbers that count nothing: gaps, lengths, thresholds. */
export function ValueTable({ title, limits }: { title: string; limits: Limit[] }) {
  return (
    <Table
      caption={title}
      captionHidden
      columns={VALUE_COLUMNS}
      rows={limits}
      rowKey={(limit) => `${limit.provider} ${limit.key}`}
    />
  );
}

const VALUE_COLUMNS: Column<Limit>[] = [
  {
    key: 'words',
    header: 'What',
    rowHeader: true,
    cell: (limit) => (
      <>
        {limit.words} <span className="text-muted">{limit.key}</span>
      </>
    ),
  },
  { key: 'value', header: 'Value', cell: (limit) => limit.value ?? '' },
  { key: 'source', header: 'Source', cell: (limit) => <LimitSources limit={limit} name={limit.key} /> },
];
