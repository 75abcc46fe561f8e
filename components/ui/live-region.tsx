'use client';

import { useEffect, useState } from 'react';

/**
 * One polite region that is in the page from the start. It speaks `message` once it has not changed for `delayMs`, so
 * that a value on the move is not read out at every step.
 */
export function LiveRegion({ message, delayMs = 600 }: { message: string; delayMs?: number }) {
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSpoken(message), delayMs);
    return () => clearTimeout(timer);
  }, [message, delayMs]);
  return (
    <div role="status" className="sr-only">
      {spoken}
    </div>
  );
}
