import type { ReactNode } from 'react';

/** A chart's figures as a table, which scrolls when it is long; what scrolls is reached by keyboard. */
export function TableView({ title, hidden, children }: { title: string; hidden: boolean; children: ReactNode }) {
  return (
    <section
      hidden={hidden}
      aria-label={`${title}, as a table`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className="mt-2 max-h-96 overflow-y-auto"
    >
      {children}
    </section>
  );
}
