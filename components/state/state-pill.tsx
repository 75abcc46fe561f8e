import {
  Ban,
  CirclePause,
  CircleQuestionMark,
  Clock,
  Gauge,
  Hourglass,
  type LucideIcon,
  OctagonX,
  Pause,
  Send,
  ShieldAlert,
  ShieldOff,
  Snowflake,
  Unplug,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { TONE_CLASSES, type Tone } from '@/components/ui/badge';
import { cn } from '@/components/ui/class-names';
import type { SendingState } from '@/lib/domain/accounts/constants';

export interface StatePillProps {
  state: SendingState;
  /** Who paused, for `paused_user`. */
  by?: string | null;
  className?: string;
}

/** The one sending state of an account or campaign: icon, shape and words, so that it reads without colour. */
export function StatePill({ state, by, className }: StatePillProps) {
  const look = LOOKS[state];
  const text = state === 'paused_user' ? `Paused by ${by ?? 'a person'}` : look.text;
  return (
    <span
      data-testid="state-pill"
      data-state={state}
      className={cn(
        'inline-flex min-h-6 items-center gap-1.5 rounded-full border border-current py-0.5 pr-2.5 pl-1 text-meta font-medium whitespace-nowrap',
        state === 'unknown' && 'border-dashed',
        TONE_CLASSES[look.tone],
        className,
      )}
    >
      <Mark icon={look.icon} shape={look.shape} />
      {text}
    </span>
  );
}

/** Whether a state is a wait that needs nobody (ux.md §2.0). */
export function isNormalWait(state: SendingState): boolean {
  return LOOKS[state].normal;
}

type Shape = 'filled' | 'circle' | 'half' | 'square' | 'diamond' | 'triangle' | 'octagon' | 'dashed';

interface Look {
  text: string;
  icon: LucideIcon;
  shape: Shape;
  tone: Tone;
  normal: boolean;
}

const LOOKS: Record<SendingState, Look> = {
  sending: { text: 'Sending', icon: Send, shape: 'filled', tone: 'ok', normal: true },
  waiting_hours: { text: 'Outside hours', icon: Clock, shape: 'circle', tone: 'idle', normal: true },
  waiting_cap: { text: 'Limit reached', icon: Gauge, shape: 'half', tone: 'idle', normal: true },
  waiting_due: { text: 'Nothing due', icon: Hourglass, shape: 'circle', tone: 'idle', normal: true },
  ramp_hold: { text: 'Ramp held', icon: CirclePause, shape: 'square', tone: 'info', normal: true },
  cooling: { text: 'Cooling down', icon: Snowflake, shape: 'diamond', tone: 'warn', normal: true },
  paused_user: { text: 'Paused', icon: Pause, shape: 'square', tone: 'paused', normal: false },
  checkpoint: { text: 'Verification needed', icon: ShieldAlert, shape: 'triangle', tone: 'warn', normal: false },
  disconnected: { text: 'Reconnect needed', icon: Unplug, shape: 'triangle', tone: 'risk', normal: false },
  restricted: { text: 'Restricted by LinkedIn', icon: Ban, shape: 'octagon', tone: 'risk', normal: false },
  stopped: { text: 'Stopped by kill switch', icon: OctagonX, shape: 'octagon', tone: 'risk', normal: false },
  fail_closed: { text: 'Stopped for safety', icon: ShieldOff, shape: 'octagon', tone: 'risk', normal: false },
  unknown: { text: 'Status unknown', icon: CircleQuestionMark, shape: 'dashed', tone: 'warn', normal: false },
};

/** The icon inside the outline of its state. */
function Mark({ icon: Icon, shape }: { icon: LucideIcon; shape: Shape }) {
  return (
    <svg
      aria-hidden
      viewBox="0 0 20 20"
      className="size-5 shrink-0"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.25"
    >
      {OUTLINES[shape]}
      <Icon x={5.5} y={shape === 'triangle' ? 7.5 : 5.5} width={9} height={9} strokeWidth={2.25} />
    </svg>
  );
}

const OUTLINES: Record<Shape, ReactNode> = {
  filled: <circle cx="10" cy="10" r="9" fill="currentColor" fillOpacity="0.22" />,
  circle: <circle cx="10" cy="10" r="9" />,
  half: (
    <>
      <circle cx="10" cy="10" r="9" />
      <path d="M10 1a9 9 0 0 1 0 18z" fill="currentColor" fillOpacity="0.22" stroke="none" />
    </>
  ),
  square: <rect x="1.5" y="1.5" width="17" height="17" rx="2" />,
  diamond: <path d="M10 .8 19.2 10 10 19.2.8 10z" />,
  triangle: <path d="M10 .8 19.4 18.6H.6z" strokeLinejoin="round" />,
  octagon: <path d="M6.3 1h7.4L19 6.3v7.4L13.7 19H6.3L1 13.7V6.3z" />,
  dashed: <circle cx="10" cy="10" r="9" strokeDasharray="3 2.5" />,
};
