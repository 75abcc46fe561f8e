'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useMay } from '@/components/layout/person-context';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import type { FilePreview } from './file-preview';
import { readPreview } from './file-preview';
import { ImportReceiptPanel } from './import-receipt';
import { ListNameField } from './list-name-field';
import { MappingTable } from './mapping-table';

/** A file of people: what its columns mean, then a receipt in which every row has a verdict. */
export function FileImport() {
  const mayImport = useMay('prospects.write');
  const [file, setFile] = useState<File | null>(null);
  const [preview, setPreview] = useState<FilePreview | null>(null);
  const [reading, setReading] = useState(false);
  const [mapping, setMapping] = useState<Record<string, string | null>>({});
  const [listName, setListName] = useState('');
  const upload = useMutation(api.imports.create.mutationOptions());
  const choose = async (chosen: File | undefined) => {
    upload.reset();
    setFile(chosen ?? null);
    setPreview(null);
    setReading(true);
    const read = chosen === undefined ? null : await readPreview(chosen);
    setReading(false);
    setPreview(read);
    setMapping(read?.mapping ?? {});
    if (chosen !== undefined && listName === '') setListName(chosen.name.replace(/\.[^.]+$/, ''));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file === null) return;
    // Without a readable preview the server guesses, and says what is wrong with the file in its own words.
    upload.mutate({ file, listName, ...(preview === null ? {} : { mapping }) });
  };
  return (
    <div className="grid gap-4">
      <form onSubmit={submit} className="grid gap-4">
        <Panel
          title="File"
          summary={
            <>
              A CSV in UTF-8 or UTF-16 with a header, up to 50,000 rows. Try it with the{' '}
              <a href="/samples/people.csv" download className="underline">
                sample file
              </a>
              .
            </>
          }
        >
          <div className="grid max-w-3xl gap-4 sm:grid-cols-2">
            <Field label="CSV file" help="One person a row." error={fieldError(upload.error, 'file')}>
              {(control) => (
                <Input
                  {...control}
                  type="file"
                  accept=".csv,text/csv,text/plain"
                  required
                  onChange={(event) => void choose(event.target.files?.[0])}
                />
              )}
            </Field>
            <ListNameField value={listName} onChange={setListName} error={upload.error} />
          </div>
        </Panel>
        {file !== null && preview === null && !reading ? (
          <p className="text-muted">
            This file cannot be shown here. Import reads it all the same, and says what is wrong if it cannot.
          </p>
        ) : null}
        {preview === null ? null : <MappingTable preview={preview} mapping={mapping} onChange={setMapping} />}
        {upload.error === null ? null : <ProblemNote error={upload.error} />}
        <div>
          <Button type="submit" variant="primary" disabled={!mayImport || file === null || upload.isPending}>
            {upload.isPending ? 'Importing…' : 'Import'}
          </Button>
        </div>
      </form>
      <p role="status" className="sr-only">
        {upload.data === undefined ? '' : `Import done: ${upload.data.rows} rows read. The receipt is below.`}
      </p>
      {upload.data === undefined ? null : <ImportReceiptPanel receipt={upload.data} />}
    </div>
  );
}
