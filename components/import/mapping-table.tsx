import { Disclosure } from '@/components/ui/disclosure';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { Table } from '@/components/ui/table';
import { IMPORT_FIELDS } from '@/lib/domain/imports/guess-mapping';
import type { FilePreview } from './file-preview';
import { FIELD_LABELS } from './file-preview';

/** What each column of the file means, with the first rows beside it. */
export function MappingTable({
  preview,
  mapping,
  onChange,
}: {
  preview: FilePreview;
  mapping: Record<string, string | null>;
  onChange: (mapping: Record<string, string | null>) => void;
}) {
  return (
    <Panel
      title="Columns"
      summary="Say what each column means. A LinkedIn address, an e-mail address or a phone number is needed to know a person by."
    >
      <Table
        caption="Columns of the file"
        captionHidden
        columns={[
          { key: 'column', header: 'Column', rowHeader: true, cell: (column: string) => column },
          {
            key: 'field',
            header: 'Field',
            cell: (column: string) => (
              <Select
                aria-label={`Field of ${column}`}
                value={mapping[column] ?? ''}
                onChange={(event) =>
                  onChange({ ...mapping, [column]: event.target.value === '' ? null : event.target.value })
                }
              >
                <option value="">Leave out</option>
                {IMPORT_FIELDS.map((field) => (
                  <option key={field} value={field}>
                    {FIELD_LABELS[field]}
                  </option>
                ))}
                <option value={preview.variables[column]}>Variable {variableOf(preview, column)}</option>
              </Select>
            ),
          },
          {
            key: 'sample',
            header: 'Such as',
            cell: (column: string) => (
              <span className="wrap-anywhere text-muted">
                {preview.rows
                  .slice(0, 2)
                  .map((row) => row[preview.columns.indexOf(column)] ?? '')
                  .join(' · ')}
              </span>
            ),
          },
        ]}
        rows={preview.columns}
        rowKey={(column) => column}
      />
      <Doubled mapping={mapping} />
      <FirstRows preview={preview} />
    </Panel>
  );
}

function variableOf(preview: FilePreview, column: string): string {
  return `{{${(preview.variables[column] ?? '').replace('custom.', '')}}}`;
}

/** Says what happens when two columns fill one field, which is allowed: phone numbers often stand in two of them. */
function Doubled({ mapping }: { mapping: Record<string, string | null> }) {
  const fields = Object.values(mapping).filter((field) => field !== null);
  const doubled = IMPORT_FIELDS.filter((known) => fields.filter((field) => field === known).length > 1);
  if (doubled.length === 0) return null;
  return (
    <p className="mt-2 text-warn">
      More than one column fills {doubled.map((field) => FIELD_LABELS[field]).join(', ')}: the first one with a value is
      taken.
    </p>
  );
}

/** The head of the file as it was read, in a region that scrolls sideways by keys too. */
function FirstRows({ preview }: { preview: FilePreview }) {
  return (
    <Disclosure summary="First rows of the file" className="mt-3">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keys. */}
      <section aria-label="First rows of the file" tabIndex={0} className="overflow-x-auto rounded-control border">
        <table className="text-table">
          <thead>
            <tr>
              {preview.columns.map((column) => (
                <th key={column} scope="col" className="border-b px-2 py-1.5 text-left font-medium whitespace-nowrap">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((row, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a file have no identity but their place.
              <tr key={at}>
                {preview.columns.map((column, index) => (
                  <td key={column} className="border-b px-2 py-1.5 align-top">
                    {row[index] ?? ''}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </Disclosure>
  );
}
