import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { Table } from '@/components/ui/table';
import type { FilePreview } from './file-preview';
import { IMPORT_FIELDS } from './file-preview';

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
                  <option key={field.value} value={field.value}>
                    {field.label}
                  </option>
                ))}
                <option value={`custom.${column}`}>Variable {`{{${column}}}`}</option>
              </Select>
            ),
          },
          {
            key: 'sample',
            header: 'First rows',
            cell: (column: string) => (
              <span className="wrap-anywhere text-muted">
                {preview.rows
                  .slice(0, 3)
                  .map((row) => row[preview.columns.indexOf(column)] ?? '')
                  .join(' · ')}
              </span>
            ),
          },
        ]}
        rows={preview.columns}
        rowKey={(column) => column}
      />
    </Panel>
  );
}
