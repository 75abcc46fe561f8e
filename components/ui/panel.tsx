import { type ReactNode, useId } from 'react';
import { cn } from './class-names';

export interface PanelProps {
  title: string;
  /** One sentence under the title. */
  summary?: ReactNode;
  /** Buttons or links at the right of the title. */
  actions?: ReactNode;
  /** True while the content is being loaded. */
  busy?: boolean;
  headingLevel?: 2 | 3;
  className?: string;
  children: ReactNode;
}

/** A titled region of a page. Give it a min-height where its content arrives late, so that nothing jumps. */
export function Panel({ title, summary, actions, busy, headingLevel = 2, className, children }: PanelProps) {
  const id = useId();
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  return (
    <section
      aria-labelledby={id}
      aria-busy={busy}
      className={cn('min-w-0 rounded-panel border bg-subtle p-3 sm:p-4', className)}
    >
      <div className="mb-3 flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <Heading id={id} className="text-panel font-semibold">
            {title}
          </Heading>
          {summary === undefined ? null : <p className="max-w-[72ch] text-muted">{summary}</p>}
        </div>
        {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
      {children}
    </section>
  );
}
