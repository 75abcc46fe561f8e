import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './button';

/** An error in its place: what failed, what still works, a retry and the id to tell support. */
export function ErrorCard({
  title,
  children,
  errorId,
  onRetry,
}: {
  title: string;
  children?: ReactNode;
  errorId?: string;
  onRetry?: () => void;
}) {
  return (
    <div role="alert" className="flex items-start gap-3 rounded-panel border border-risk bg-risk-bg p-4">
      <TriangleAlert aria-hidden className="mt-0.5 size-5 shrink-0 text-risk" strokeWidth={1.75} />
      <div className="min-w-0 space-y-1">
        <p className="font-medium">{title}</p>
        {children === undefined ? null : <div className="max-w-[72ch]">{children}</div>}
        {errorId === undefined ? null : (
          <p className="text-meta wrap-anywhere">
            Error id <code className="font-mono">{errorId}</code>
          </p>
        )}
        {onRetry === undefined ? null : (
          <Button size="compact" className="mt-2" onClick={onRetry}>
            Try again
          </Button>
        )}
      </div>
    </div>
  );
}
