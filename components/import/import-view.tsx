'use client';

import { PageHeader } from '@/components/layout/page-header';
import { Tabs } from '@/components/ui/tabs';
import { FileImport } from './file-import';
import { SearchImport } from './search-import';

/** Where people come from: a file at once, or a search that one of the accounts reads page by page. */
export function ImportView() {
  return (
    <>
      <PageHeader
        title="Import people"
        lead="From a file, or from a search on LinkedIn that one of your accounts reads at its own pace."
      />
      <Tabs
        label="Where the people come from"
        items={[
          { value: 'file', label: 'From a file', content: <FileImport /> },
          { value: 'search', label: 'From a search', content: <SearchImport /> },
        ]}
      />
    </>
  );
}
