import { Panel } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { Time } from '@/components/ui/time';
import type { LimitChange } from '@/lib/contracts/workspace';
import { budgetWords } from '@/lib/domain/limits/budget-words';
import { networkWords, number, planWords } from './limit-words';

/** Who changed which limit, the newest first; nothing is ever taken out of it. */
export function LimitHistory({ changes }: { changes: LimitChange[] }) {
  return (
    <Panel title="Changes" summary="Every change of a limit in this workspace, the newest first.">
      <Table
        caption="Changes of limits"
        captionHidden
        columns={COLUMNS}
        rows={changes}
        rowKey={(change) => String(change.version)}
        empty="No limit has been changed: the published numbers hold."
      />
    </Panel>
  );
}

const COLUMNS: Column<LimitChange>[] = [
  { key: 'version', header: 'Version', rowHeader: true, cell: (change) => change.version },
  {
    key: 'limit',
    header: 'Limit',
    cell: (change) => (
      <>
        {change.provider === 'linkedin' ? budgetWords(change.key) : `${networkWords(change.provider)} ${change.key}`}
        <span className="block text-muted">{planWords([change.tier])}</span>
      </>
    ),
  },
  {
    key: 'change',
    header: 'Change',
    cell: (change) => (
      <>
        {change.field === 'cap' ? 'Default' : 'Hard cap'}: {valueWords(change.oldValue, change.published)} to{' '}
        {valueWords(change.newValue, change.published)}
        {change.acknowledged === null ? null : <span className="block text-muted">“{change.acknowledged}”</span>}
      </>
    ),
  },
  { key: 'by', header: 'By', cell: (change) => change.changedBy.name ?? change.changedBy.kind },
  { key: 'at', header: 'When', cell: (change) => <Time value={change.changedAt} /> },
];

function valueWords(value: number | null, published: number): string {
  if (value === null) return `${number(published)} (published)`;
  return value === 0 ? '0 (none)' : number(value);
}
