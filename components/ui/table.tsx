import type { ReactNode } from 'react';
import { cn } from './class-names';

export interface Column<Row> {
  key: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** Figures are set at the right. */
  numeric?: boolean;
  /** The cell that names the row. */
  rowHeader?: boolean;
}

export interface TableProps<Row> {
  caption: string;
  captionHidden?: boolean;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => string;
  /** Shown in place of rows; a table never ends blank. */
  empty?: ReactNode;
}

/**
 * A table that becomes a stack of cards under 768 px, label left and value right, in the same order of the document. The
 * roles are written out because `display: block` takes a table's own roles away in some browsers.
 */
export function Table<Row>({ caption, captionHidden = false, columns, rows, rowKey, empty }: TableProps<Row>) {
  return (
    <table className="block w-full border-collapse text-table md:table">
      <caption className={cn('block pb-2 text-left text-muted md:table-caption', captionHidden && 'sr-only')}>
        {caption}
      </caption>
      <thead className="sr-only md:not-sr-only md:table-header-group">
        <tr className="md:table-row">
          {columns.map((column) => (
            <th
              key={column.key}
              scope="col"
              className={cn('border-b px-2 py-2 text-left font-medium text-muted', column.numeric && 'text-right')}
            >
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block md:table-row-group">
        {rows.map((row) => (
          <tr
            key={rowKey(row)}
            className="mb-3 block rounded-panel border bg-bg px-3 py-1 last:mb-0 md:mb-0 md:table-row md:border-x-0 md:border-t-0 md:bg-transparent"
          >
            {columns.map((column) => (
              <Cell key={column.key} column={column} row={row} />
            ))}
          </tr>
        ))}
        {rows.length === 0 && empty !== undefined ? (
          <tr className="block md:table-row">
            <td colSpan={columns.length} className="block px-2 py-4 text-muted md:table-cell">
              {empty}
            </td>
          </tr>
        ) : null}
      </tbody>
    </table>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const Tag = column.rowHeader ? 'th' : 'td';
  return (
    <Tag
      scope={column.rowHeader ? 'row' : undefined}
      className={cn(
        'flex min-w-0 items-baseline justify-between gap-4 py-1.5 text-left font-normal md:table-cell md:px-2 md:py-2.5 md:align-top',
        column.rowHeader && 'font-medium',
        column.numeric && 'md:text-right',
      )}
    >
      <span aria-hidden className="shrink-0 font-normal text-muted md:hidden">
        {column.header}
      </span>
      <span className={cn('min-w-0 text-right wrap-anywhere', !column.numeric && 'md:text-left')}>
        {column.cell(row)}
      </span>
    </Tag>
  );
}
