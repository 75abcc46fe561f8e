'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import { readWorkspaceStop, resumeWorkspace, stopWorkspace, type WorkspaceStop } from './shell-requests';

interface StopControl {
  stop: WorkspaceStop | null;
  busy: boolean;
  /** What went wrong with the last press, for the place of the press. */
  error: string | null;
  stopSending: () => void;
  resumeSending: () => Promise<boolean>;
}

export interface StopProviderProps {
  /** What the server knew when it made the page; undefined when it did not look. */
  initial: WorkspaceStop | null | undefined;
  personName: string;
  children: ReactNode;
}

/** Holds the stop of the workspace for the button and the banner: what is pressed here, and what others press elsewhere. */
export function StopProvider({ initial, personName, children }: StopProviderProps) {
  const router = useRouter();
  const [stop, setStop] = useState(initial ?? null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const presses = useRef(0);
  usePolledStop(presses, setStop, initial === undefined);
  const control = useMemo<StopControl>(() => {
    const run = async (request: () => Promise<WorkspaceStop | null>): Promise<boolean> => {
      presses.current += 1;
      setBusy(true);
      setError(null);
      try {
        setStop(await request());
        router.refresh();
        return true;
      } catch (cause) {
        setError(cause instanceof Error ? cause.message : 'The request did not succeed.');
        return false;
      } finally {
        presses.current += 1;
        setBusy(false);
      }
    };
    const press = async () => {
      const { stoppedAt } = await stopWorkspace();
      return { stoppedAt, by: personName, reason: null, until: null };
    };
    return {
      stop,
      busy,
      error,
      stopSending: () => void run(press),
      resumeSending: () => run(() => resumeWorkspace().then(() => null)),
    };
  }, [stop, busy, error, personName, router]);
  return <StopContext value={control}>{children}</StopContext>;
}

export function useStop(): StopControl {
  const control = useContext(StopContext);
  if (control === null) throw new Error('useStop is used outside StopProvider');
  return control;
}

const StopContext = createContext<StopControl | null>(null);
const POLL_MS = 15_000;

/** Reads the stop while the page is visible. An answer that was asked for before a press is older than it and dropped. */
function usePolledStop(
  presses: { current: number },
  setStop: (stop: WorkspaceStop | null) => void,
  atOnce: boolean,
): void {
  useEffect(() => {
    let gone = false;
    const read = async () => {
      if (document.hidden) return;
      const asked = presses.current;
      const answer = await readWorkspaceStop();
      // No answer is no news: a stop that was seen stays on the screen.
      if (answer !== undefined && !gone && presses.current === asked) setStop(answer);
    };
    if (atOnce) void read();
    const timer = setInterval(() => void read(), POLL_MS);
    const onFocus = () => void read();
    window.addEventListener('focus', onFocus);
    return () => {
      gone = true;
      clearInterval(timer);
      window.removeEventListener('focus', onFocus);
    };
  }, [presses, setStop, atOnce]);
}
