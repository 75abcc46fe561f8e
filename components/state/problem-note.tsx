import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { Time } from '@/components/ui/time';
import { readProblem } from '@/lib/client/problem';
import { partsOf } from './problem-words';

/** What went wrong with a request, with every field that it names, and what to do now; nothing when nothing did. */
export function ProblemNote({ error, children = null }: { error: unknown; children?: ReactNode }) {
  if (error === null || error === undefined) return <div role="alert" />;
  const { detail, errors } = readProblem(error);
  return (
    <div role="alert" className="flex items-start gap-2 rounded-panel border border-risk bg-risk-bg p-3">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-risk" />
      <div className="min-w-0">
        <p>{partsOf(detail).map(({ text, isMoment }) => (isMoment ? <Time key={text} value={text} /> : text))}</p>
        {errors.length === 0 ? null : (
          <ul className="ml-4 list-disc">
            {errors.map((one) => (
              <li key={`${one.path} ${one.message}`}>{one.message}</li>
            ))}
          </ul>
        )}
        {children === null ? null : <p className="mt-1 max-w-[72ch]">{children}</p>}
      </div>
    </div>
  );
}
