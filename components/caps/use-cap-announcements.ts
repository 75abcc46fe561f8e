'use client';

import { useEffect, useRef, useState } from 'react';
import { CAP_KINDS, type CapKind } from '@/lib/domain/limits/constants';
import { announcementOf, type CapState } from './cap-effect';

/**
 * The text of the page's one live region: set once the values have rested for 600 ms, and only when since the last rest
 * a zone or a binding limit has changed.
 */
export function useCapAnnouncements(states: Record<CapKind, CapState>): string {
  const [spoken, setSpoken] = useState('');
  const rested = useRef(states);
  useEffect(() => {
    const timer = setTimeout(() => {
      const said = CAP_KINDS.map((kind) => announcementOf(kind, rested.current[kind], states[kind])).filter(Boolean);
      rested.current = states;
      if (said.length > 0) setSpoken(said.join(' '));
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [states]);
  return spoken;
}

const REST_MS = 600;
