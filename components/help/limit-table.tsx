import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { Limit } from '@/lib/contracts/workspace';
import { LimitSources } from './limit-sources';
import { type LimitLine, limitWords, linesOf, number, perWindow, planWords, redLineWords } from './limit-words';

export interface LimitTableProps {
  title: string;
  limits: Limit[];
  /** Left out for whoever may not change limits. */
  onChange?: (line: LimitLine) => void;
}

/** Counted limits, one line for every set of plans that share their numbers. */
export function LimitTable({ title, limits, onChange }: LimitTableProps) {
  const columns = onChange === undefined ? LINE_COLUMNS : [...LINE_COLUMNS, changeColumn(onChange)];
  return (
    <Table
      caption={title}
      captionHidden
      columns={columns}
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
  { key: 'default', header: 'Default', numeric: true, cell: (line) => <DefaultCell line={line} /> },
  {
    key: 'hard',
    header: 'Hard cap',
    numeric: true,
    cell: ({ limit, cap }) => (
      <>
        {number(cap.hardCap)}
        <Published value={cap.hardCap} published={cap.published.hardCap} />
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

function changeColumn(onChange: (line: LimitLine) => void): Column<LimitLine> {
  return {
    key: 'change',
    header: 'Change',
    cell: (line) => (
      <Button className="whitespace-nowrap" onClick={() => onChange(line)}>
        Change
        <span className="sr-only">
          {' '}
          {limitWords(line.limit)} {perWindow(line.limit.window)}, {planWords(line.plans)}
        </span>
      </Button>
    ),
  };
}

/** The default, what it was published as, and whose day still has a lower one. */
function DefaultCell({ line: { cap } }: { line: LimitLine }) {
  return (
    <>
      {number(cap.cap)}
      <Published value={cap.cap} published={cap.published.cap} />
      {cap.waiting.map((account) => (
        <span key={account.accountId} className="block text-muted">
          {account.name}: {number(account.cap)} until{' '}
          <Time value={`${account.from}T00:00:00Z`} timeZone="UTC" format="day" hideZone />
        </span>
      ))}
    </>
  );
}

function Published({ value, published }: { value: number; published: number }) {
  if (value === published) return null;
  return (
    <span className="block">
      <Badge tone="info">changed</Badge> <span className="text-muted">published {number(published)}</span>
    </span>
  );
}

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
