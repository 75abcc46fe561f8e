'use client';

import { Tabs as RadixTabs } from 'radix-ui';
import type { ReactNode } from 'react';

export interface TabItem {
  value: string;
  label: string;
  content: ReactNode;
}

/** Tabs with the arrow keys of the pattern. Give `value` and `onValueChange` to keep the choice in the address. */
export function Tabs({
  label,
  items,
  value,
  onValueChange,
}: {
  label: string;
  items: TabItem[];
  value?: string;
  onValueChange?: (value: string) => void;
}) {
  const control = value === undefined ? { defaultValue: items[0]?.value } : { value };
  return (
    <RadixTabs.Root {...control} onValueChange={onValueChange}>
      <RadixTabs.List aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b">
        {items.map((item) => (
          <RadixTabs.Trigger
            key={item.value}
            value={item.value}
            className="min-h-11 shrink-0 border-b-2 border-transparent px-3 font-medium text-muted hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-text md:min-h-9"
          >
            {item.label}
          </RadixTabs.Trigger>
        ))}
      </RadixTabs.List>
      {items.map((item) => (
        <RadixTabs.Content key={item.value} value={item.value}>
          {item.content}
        </RadixTabs.Content>
      ))}
    </RadixTabs.Root>
  );
}
