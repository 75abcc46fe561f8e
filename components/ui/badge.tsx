import type { ReactNode } from 'react';
import { cn } from './class-names';

export type Tone = 'ok' | 'warn' | 'risk' | 'info' | 'paused' | 'idle';

/** A short label in words; its tone is never the only carrier of its meaning. */
export function Badge({
  tone = 'idle',
  className,
  children,
}: {
  tone?: Tone;
  className?: string;
  children: ReactNode;
}) {
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1 rounded-full border border-current px-2 py-0.5 text-meta font-medium whitespace-nowrap [&_svg]:size-3.5',
        TONE_CLASSES[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}

/** Text and surface of each tone. */
export const TONE_CLASSES: Record<Tone, string> = {
  ok: 'text-ok bg-ok-bg',
  warn: 'text-warn bg-warn-bg',
  risk: 'text-risk bg-risk-bg',
  info: 'text-info bg-info-bg',
  paused: 'text-paused bg-paused-bg',
  idle: 'text-idle bg-idle-bg',
};
