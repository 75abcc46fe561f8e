'use client';

import { ErrorCard } from '@/components/ui/error-card';

/** A page that failed to render. It says that sending does not depend on it, and gives the id that the log has too. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <div className="mx-auto max-w-[72ch] space-y-4 px-4 py-16">
      <h1 className="text-h1 font-semibold">This page could not be shown</h1>
      <ErrorCard title="Something failed while the page was being made." errorId={error.digest} onRetry={reset}>
        Sending does not depend on this page, and no limit was changed.
      </ErrorCard>
    </div>
  );
}
