import Link from 'next/link';
import type { ReactNode } from 'react';

export interface PageHeaderProps {
  title: string;
  /** One sentence under the title. */
  lead?: ReactNode;
  /** The places above this page. */
  crumbs?: { href: string; label: string }[];
  /** State pill and the like, beside the title. */
  aside?: ReactNode;
  actions?: ReactNode;
}

/** The one h1 of a page, with where it stands and what can be done. */
export function PageHeader({ title, lead, crumbs, aside, actions }: PageHeaderProps) {
  return (
    <div className="mb-4 flex flex-wrap items-start justify-between gap-3">
      <div className="min-w-0">
        {crumbs === undefined ? null : (
          <nav aria-label="Breadcrumbs">
            <ol className="flex flex-wrap gap-x-2 text-table text-muted">
              {crumbs.map((crumb) => (
                <li key={crumb.href}>
                  <Link href={crumb.href} className="inline-block min-h-6 underline decoration-control">
                    {crumb.label}
                  </Link>{' '}
                  <span aria-hidden>/</span>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="text-h1 font-semibold wrap-anywhere">{title}</h1>
          {aside}
        </div>
        {lead === undefined ? null : <div className="max-w-[72ch] text-muted">{lead}</div>}
      </div>
      {actions === undefined ? null : <div className="flex flex-wrap gap-2">{actions}</div>}
    </div>
  );
}
