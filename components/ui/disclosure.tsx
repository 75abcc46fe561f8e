import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './class-names';

export interface DisclosureProps {
  summary: ReactNode;
  /** Open at first; the reader may close it. */
  defaultOpen?: boolean;
  className?: string;
  children: ReactNode;
}

/** Native details and summary, so that it opens without scripts and is found by the browser's own search. */
export function Disclosure({ summary, defaultOpen = false, className, children }: DisclosureProps) {
  return (
    <details open={defaultOpen} className={cn('group/disclosure min-w-0', className)}>
      <summary className="inline-flex min-h-11 list-none items-center gap-1 rounded-control font-medium text-accent md:min-h-8 [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 shrink-0 group-open/disclosure:rotate-90" />
        <span>{summary}</span>
      </summary>
      <div className="pt-2">{children}</div>
    </details>
  );
}
