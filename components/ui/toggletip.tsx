'use client';

import { Info } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ReactNode, useId } from 'react';

/**
 * A button that shows an explanation: opens on click or Enter, closes on Esc or a press outside, may be hovered and may
 * hold links, so it is a non-modal dialog and not a tooltip. `about` completes the name "About …".
 */
export function Toggletip({ about, children }: { about: string; children: ReactNode }) {
  const id = useId();
  return (
    <Popover.Root>
      <Popover.Trigger
        aria-label={`About ${about}`}
        className="inline-flex size-11 shrink-0 items-center justify-center rounded-full text-muted hover:text-text md:size-7"
      >
        <Info aria-hidden className="size-4" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-labelledby={id}
          sideOffset={4}
          collisionPadding={12}
          className="z-50 w-[min(22rem,calc(100vw-1.5rem))] rounded-panel border border-control bg-bg p-3 text-body text-text shadow-overlay [&_a]:text-accent [&_a]:underline"
        >
          <p id={id} className="sr-only">
            About {about}
          </p>
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
