'use client';

import { Toaster as Sonner } from 'sonner';

/** The place of short confirmations. Errors belong beside what failed, not here. */
export function Toaster() {
  return (
    <Sonner
      position="bottom-right"
      offset={{ bottom: 80 }}
      mobileOffset={{ bottom: 80 }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            'flex w-full items-center gap-2 rounded-panel border border-control bg-bg p-3 text-body text-text shadow-overlay',
        },
      }}
    />
  );
}
