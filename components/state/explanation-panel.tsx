'use client';

import {
  CircleCheck,
  CircleHelp,
  CircleQuestionMark,
  Clock,
  type LucideIcon,
  OctagonX,
  Send,
  TriangleAlert,
} from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Since } from '@/components/state/since';
import { TONE_CLASSES, type Tone } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/class-names';
import { Disclosure } from '@/components/ui/disclosure';
import { Time } from '@/components/ui/time';
import { actionWords } from '@/lib/domain/limits/budget-words';

interface Reason {
  code: string;
  text: string;
  since: string | null;
  until: string | null;
}

/** The API's explanation (design.md §6): the first reason leads, `also` holds what would still hold after it. */
export interface ExplanationView {
  verdict: 'sending' | 'waiting' | 'blocked' | 'stopped' | 'unknown';
  headline: string;
  primary: Reason;
  also: Reason[];
  next: { kind: string; personId: string; from: string; to: string } | null;
  checks: { code: string; result: 'pass' | 'waiting' | 'blocked' | 'unknown'; detail: string }[];
}

export interface ExplanationPanelProps {
  /** Null when the answer itself could not be had: that is shown as not sending. */
  explanation: ExplanationView | null;
  /** The zone of the account, in which times are told. */
  timeZone?: string;
  title?: string;
  checkedAt?: string;
  onCheckAgain?: () => void;
  /** At most three next actions, and only those the reader may do. */
  actions?: ReactNode;
}

/** Why it sends or does not, and when next: verdict, headline, next, then, and every check behind a disclosure. */
export function ExplanationPanel(props: ExplanationPanelProps) {
  const { explanation, timeZone, title = 'Why' } = props;
  const id = useId();
  const verdict = explanation?.verdict ?? 'unknown';
  const look = VERDICTS[verdict];
  const headline = explanation?.headline ?? 'We cannot tell right now. Treat it as not sending.';
  return (
    <section aria-labelledby={id} className="min-w-0 rounded-panel border bg-subtle p-3 sm:p-4">
      <h2 id={id} className="sr-only">
        {title}
      </h2>
      <div className="flex items-start gap-3">
        <span className={cn('rounded-control border border-current p-1.5', TONE_CLASSES[look.tone])}>
          <look.icon aria-hidden className="size-5" strokeWidth={1.75} />
        </span>
        <div className="min-w-0">
          <p data-testid="explain-verdict" data-verdict={verdict} className="text-meta font-medium text-muted">
            {look.word}
          </p>
          <p className="max-w-[72ch] text-lead font-medium">{headline}</p>
          {explanation === null ? null : (
            <p className="empty:hidden">
              <Since since={explanation.primary.since} timeZone={timeZone} />
            </p>
          )}
          {explanation === null ? null : <Next explanation={explanation} timeZone={timeZone} />}
        </div>
      </div>
      <VerdictRegion verdict={verdict} text={`${look.word}. ${headline}`} />
      {props.actions === undefined ? null : <div className="mt-3 flex flex-wrap gap-2">{props.actions}</div>}
      {explanation === null ? null : <Checks checks={explanation.checks} />}
      <div className="mt-2 flex min-h-9 flex-wrap items-center gap-3 text-meta text-muted">
        {props.checkedAt === undefined ? null : (
          <span>
            Checked <Time value={props.checkedAt} timeZone={timeZone} format="time" />
          </span>
        )}
        {props.onCheckAgain === undefined ? null : (
          <Button size="compact" variant="quiet" onClick={props.onCheckAgain}>
            Check again
          </Button>
        )}
      </div>
    </section>
  );
}

function Next({ explanation, timeZone }: { explanation: ExplanationView; timeZone?: string }) {
  const { next, primary, also } = explanation;
  return (
    <>
      <p data-testid="explain-next" className="mt-1">
        <span className="text-muted">Next: </span>
        {next === null ? (
          primary.until === null ? (
            'nothing until the reason above is gone.'
          ) : (
            <>
              not before <Time value={primary.until} timeZone={timeZone} />
            </>
          )
        ) : (
          <>
            {actionWords(next.kind)} between <Time value={next.from} timeZone={timeZone} hideZone /> and{' '}
            <Time value={next.to} timeZone={timeZone} format="time" />
          </>
        )}
      </p>
      {also.length === 0 ? null : (
        <div className="mt-1">
          <span className="text-muted">Then: </span>
          <ul className="ml-4 list-disc">
            {also.slice(0, THEN_MAX).map((reason) => (
              <li key={reason.code}>
                {reason.text}
                <Since since={reason.since} timeZone={timeZone} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Longer lists are in the checks. */
const THEN_MAX = 3;

function Checks({ checks }: { checks: ExplanationView['checks'] }) {
  return (
    <Disclosure summary={`Show all checks (${checks.length})`} className="mt-3">
      <ol className="space-y-1">
        {checks.map((check) => {
          const look = RESULTS[check.result];
          return (
            <li key={check.code} className="flex items-start gap-2">
              <look.icon aria-hidden className={cn('mt-0.5 size-4 shrink-0', look.tone)} />
              <span className="min-w-0">
                <span className="font-medium">{look.word}</span>: {check.detail}
              </span>
            </li>
          );
        })}
      </ol>
    </Disclosure>
  );
}

/** Says the headline when the verdict changes, not when the answer is merely read again. */
function VerdictRegion({ verdict, text }: { verdict: string; text: string }) {
  const [spoken, setSpoken] = useState('');
  const said = useRef(verdict);
  useEffect(() => {
    if (said.current === verdict) return;
    said.current = verdict;
    setSpoken(text);
  }, [verdict, text]);
  return (
    <div role="status" className="sr-only">
      {spoken}
    </div>
  );
}

const VERDICTS: Record<ExplanationView['verdict'], { word: string; icon: LucideIcon; tone: Tone }> = {
  sending: { word: 'Sending', icon: Send, tone: 'ok' },
  waiting: { word: 'Waiting', icon: Clock, tone: 'idle' },
  blocked: { word: 'Needs you', icon: TriangleAlert, tone: 'warn' },
  stopped: { word: 'Stopped', icon: OctagonX, tone: 'risk' },
  unknown: { word: 'Not known', icon: CircleQuestionMark, tone: 'warn' },
};

const RESULTS: Record<ExplanationView['checks'][number]['result'], { word: string; icon: LucideIcon; tone: string }> = {
  pass: { word: 'Pass', icon: CircleCheck, tone: 'text-ok' },
  waiting: { word: 'Waiting', icon: Clock, tone: 'text-idle' },
  blocked: { word: 'Blocked', icon: TriangleAlert, tone: 'text-warn' },
  unknown: { word: 'Not checked', icon: CircleHelp, tone: 'text-muted' },
};
