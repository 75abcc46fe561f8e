import type { ReactNode } from 'react';

/**
 * What an action came to, in the place of the button that was pressed: it takes the button's focus over, so that the keyboard
 * stays where it was, and is read out. Only for what the reader has just done.
 */
export function Outcome({ children }: { children: ReactNode }) {
  return (
    <span role="status" tabIndex={-1} ref={takeFocus}>
      {children}
    </span>
  );
}

const takeFocus = (place: HTMLSpanElement | null) => place?.focus({ preventScroll: true });
