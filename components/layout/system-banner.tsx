'use client';

import { useEffect, useState } from 'react';
import { SafetyBanner } from './safety-banner';
import { readOutage } from './shell-requests';

const READ_MS = 10_000;

/** The fail-closed look on every page, for as long as the server says that it cannot send safely, or says nothing at all. */
export function SystemBanner() {
  const [what, setWhat] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    const read = async () => {
      const outage = await readOutage();
      if (!gone) setWhat(outage);
    };
    void read();
    const timer = setInterval(() => void read(), READ_MS);
    return () => {
      gone = true;
      clearInterval(timer);
    };
  }, []);
  return what === null ? null : <SafetyBanner what={what} />;
}
