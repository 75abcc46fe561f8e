import Link from 'next/link';
import { cn } from '@/components/ui/class-names';
import { Disclosure } from '@/components/ui/disclosure';
import type { CapKind } from '@/lib/domain/limits/constants';
import type { CapTerm } from '@/lib/domain/limits/effective-cap';
import { bindingOf, type SenderEffect } from './cap-effect';
import { anchorOf, CAP_WORDS } from './cap-words';

/** Why the number is what it is: every limit on one scale, smallest first, the binding one named by a word. */
export function LimitStack({ kind, effects }: { kind: CapKind; effects: SenderEffect[] }) {
  const [first] = effects;
  if (first === undefined) return null;
  const summary =
    effects.length === 1
      ? `${first.cap.terms.length} limits, ${bindingOf(first)} is binding`
      : `Limits of ${effects.length} accounts`;
  return (
    <Disclosure summary={summary}>
      {effects.map((effect) => (
        <StackOfSender key={effect.sender.id} kind={kind} effect={effect} />
      ))}
    </Disclosure>
  );
}

function StackOfSender({ kind, effect }: { kind: CapKind; effect: SenderEffect }) {
  const terms = sortedTerms(effect.cap.terms);
  const top = Math.max(1, ...terms.map((term) => term.cap ?? 0));
  return (
    <table className="mb-2 w-full text-table">
      <caption className="pb-1 text-left text-muted">
        Limits on {CAP_WORDS[kind].many} today, {effect.sender.name}
      </caption>
      <thead className="sr-only">
        <tr>
          <th scope="col">Limit</th>
          <th scope="col">A day</th>
          <th scope="col">Binding</th>
        </tr>
      </thead>
      <tbody>
        {terms.map((term) => {
          const binding = effect.cap.binding.includes(term.code);
          return (
            <tr key={term.code} className={cn(binding && 'font-semibold')}>
              <th scope="row" className={cn('py-1 pr-2 text-left', binding ? 'font-semibold' : 'font-normal')}>
                <Link href={anchorOf(term.code)} className="inline-block min-h-6 underline decoration-control">
                  {term.label}
                </Link>
              </th>
              <td className="w-2/5 py-1">
                <span className="flex items-center gap-2">
                  <span className="w-14 shrink-0 text-right">{term.cap ?? 'not known'}</span>
                  <span
                    aria-hidden
                    className="h-2 min-w-0 flex-1 rounded-full bg-sunken ring-1 ring-control ring-inset"
                  >
                    <span
                      className={cn('forced-fill block h-full rounded-full', binding ? 'bg-accent' : 'bg-control')}
                      style={{ width: `${((term.cap ?? 0) / top) * 100}%` }}
                    />
                  </span>
                </span>
              </td>
              <td className="w-24 py-1 pl-2 text-meta">{binding ? 'BINDING' : noteOf(term)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function sortedTerms(terms: CapTerm[]): CapTerm[] {
  return [...terms].sort((a, b) => (a.cap ?? -1) - (b.cap ?? -1));
}

function noteOf(term: CapTerm): string {
  if (term.code.startsWith('campaign')) return 'you set this';
  return term.used === undefined ? '' : `${term.used} used`;
}
