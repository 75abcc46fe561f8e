'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { z } from 'zod';
import { QueryContent } from '@/components/state/query-panel';
import { Button } from '@/components/ui/button';
import { Pager, usePages } from '@/components/ui/pager';
import { Panel } from '@/components/ui/panel';
import { Table } from '@/components/ui/table';
import { api } from '@/lib/client/api';
import { IMPORT_VERDICTS, type ImportReceipt } from '@/lib/contracts/imports';

const WORDS: Record<(typeof IMPORT_VERDICTS)[number], string> = {
  created: 'New people',
  merged: 'Known people, filled in',
  duplicate: 'Doubled in the file or known',
  suppressed: 'Suppressed, not contacted',
  invalid: 'Without a usable identity or wrong',
};

/** The receipt of an import: the verdicts add up to the rows of the file, and each opens its rows. */
export function ImportReceiptPanel({ receipt }: { receipt: ImportReceipt }) {
  const [verdict, setVerdict] = useState<(typeof IMPORT_VERDICTS)[number]>('created');
  return (
    <Panel
      title="Receipt"
      summary={`${receipt.rows} rows read from ${receipt.fileName}.`}
      actions={
        <Button asChild variant="primary">
          <Link href={`/campaigns/new?list=${receipt.listId}`}>Build a campaign with this list</Link>
        </Button>
      }
    >
      <fieldset>
        <legend className="sr-only">Show the rows with the verdict</legend>
        <div className="flex flex-wrap gap-2">
          {IMPORT_VERDICTS.map((name) => (
            <Button
              key={name}
              aria-pressed={verdict === name}
              variant={verdict === name ? 'primary' : 'secondary'}
              onClick={() => setVerdict(name)}
            >
              {WORDS[name]}: <span data-testid={`verdict-${name}`}>{receipt[name]}</span>
            </Button>
          ))}
        </div>
      </fieldset>
      <p className="mt-2 text-muted">
        {IMPORT_VERDICTS.map((name) => receipt[name]).join(' + ')} = {receipt.rows}
      </p>
      <Rows key={verdict} receipt={receipt} verdict={verdict} />
    </Panel>
  );
}

const problems = z.array(z.object({ message: z.string() }));

function Rows({ receipt, verdict }: { receipt: ImportReceipt; verdict: (typeof IMPORT_VERDICTS)[number] }) {
  const pages = usePages();
  const rows = useQuery(
    api.imports.rows.queryOptions({ input: { id: receipt.id, verdict, limit: 50, cursor: pages.cursor } }),
  );
  return (
    <div className="mt-3 min-h-40">
      <QueryContent query={rows} skeleton="h-40">
        {(page) => (
          <>
            <Table
              caption={WORDS[verdict]}
              columns={[
                { key: 'row', header: 'Row', numeric: true, cell: (row) => row.rowNumber },
                { key: 'label', header: 'Person', rowHeader: true, cell: (row) => row.label ?? '–' },
                { key: 'why', header: 'Why', cell: (row) => problemText(row.problems) || REASONS[verdict] },
              ]}
              rows={page.items}
              rowKey={(row) => String(row.rowNumber)}
              empty="No row has this verdict."
            />
            <Pager pages={pages} nextCursor={page.nextCursor} name="rows" />
          </>
        )}
      </QueryContent>
    </div>
  );
}

/** Why a row has its verdict where the server has no more to say. */
const REASONS: Record<(typeof IMPORT_VERDICTS)[number], string> = {
  created: 'Not in this workspace before.',
  merged: 'Known already: blank fields were filled in, or the person is new in this list.',
  duplicate: 'The same person stands in an earlier row, or is known and in this list with the same data.',
  suppressed: 'On the suppression list, so the person was left out.',
  invalid: 'The row cannot be used.',
};

function problemText(value: unknown): string {
  const parsed = problems.safeParse(value);
  return parsed.success ? parsed.data.map((problem) => problem.message).join(' ') : '';
}
