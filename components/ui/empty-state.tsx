import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** What stands where nothing is: why it is empty, and the one thing to do next. */
export function EmptyState({
  icon: Icon,
  title,
  children,
  action,
}: {
  icon?: LucideIcon;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="flex flex-col items-center gap-2 rounded-panel border border-dashed border-control px-4 py-8 text-center">
      {Icon === undefined ? null : <Icon aria-hidden className="size-5 text-muted" strokeWidth={1.75} />}
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <div className="max-w-[56ch] text-muted">{children}</div>}
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </div>
  );
}
