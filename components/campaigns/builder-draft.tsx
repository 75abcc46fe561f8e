'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, type RefObject, useCallback, useContext, useEffect, useRef } from 'react';

interface Draft {
  dirty: boolean;
  /** True once the changes are stored; false keeps the reader where the error is shown. */
  save: () => Promise<boolean>;
}

const DraftContext = createContext<RefObject<Draft | null> | null>(null);

/** Holds the unsaved changes of the open part, so that every way to another part stores them first. */
export function BuilderDraft({ children }: { children: ReactNode }) {
  const draft = useRef<Draft | null>(null);
  return <DraftContext value={draft}>{children}</DraftContext>;
}

/** Tells the builder what the open part has not stored yet; closing the tab with such changes asks first. */
export function useDraft(dirty: boolean, save: () => Promise<boolean>): void {
  const holder = useContext(DraftContext);
  useEffect(() => {
    if (holder === null) return;
    holder.current = { dirty, save };
    return () => {
      holder.current = null;
    };
  }, [holder, dirty, save]);
  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [dirty]);
}

/** Goes to another part once the open one is stored; stays when it could not be. */
export function useLeave(): (href: string) => Promise<void> {
  const holder = useContext(DraftContext);
  const router = useRouter();
  return useCallback(
    async (href: string) => {
      const draft = holder?.current ?? null;
      if (draft?.dirty && !(await draft.save())) return;
      router.push(href);
    },
    [holder, router],
  );
}
