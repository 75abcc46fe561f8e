import Link from 'next/link';
import { Disclosure } from '@/components/ui/disclosure';
import type { CapKind } from '@/lib/domain/limits/constants';
import { bindingOf, effectiveText, type SenderEffect } from './cap-effect';
import { anchorOf, CAP_WORDS } from './cap-words';

/** "Effective today 22 ← ramp, week 2 of 6" with the reason linked; for several accounts their sum and each one's part. */
export function EffectiveLine({ kind, effects }: { kind: CapKind; effects: SenderEffect[] }) {
  if (effects.length === 0) {
    return <p className="min-h-7 text-muted">Choose a sending account to see what is effective today.</p>;
  }
  const text = effectiveText(effects);
  const [only] = effects;
  const href = effects.length === 1 ? anchorOf(only?.cap.binding[0] ?? '') : '/help/limits#effective';
  return (
    <div>
      <p className="flex min-h-7 flex-wrap items-baseline gap-x-2">
        <span>
          Effective today{' '}
          <span data-testid={`effective-cap-${kind}`} className="text-figure font-semibold">
            {text.total ?? 'not known'}
          </span>
          {text.total === null ? ' yet. Nothing is sent before it is.' : null}
        </span>
        <span>
          <span aria-hidden>← </span>
          <span className="sr-only">limited by </span>
          <Link data-testid={`binding-limit-${kind}`} href={href} className="text-accent underline">
            {effects.length === 1 ? text.binding : `the sum of ${effects.length} accounts`}
          </Link>
        </span>
      </p>
      <p className="min-h-5 text-muted">{leftSentence(kind, effects)}</p>
      {effects.length > 1 ? (
        <Disclosure summary="Per account">
          <ul className="space-y-1">
            {effects.map((effect) => (
              <li key={effect.sender.id}>
                {effect.sender.name}: {effect.cap.effective ?? 'not known'}, by {bindingOf(effect)}
              </li>
            ))}
          </ul>
        </Disclosure>
      ) : null}
    </div>
  );
}

function leftSentence(kind: CapKind, effects: SenderEffect[]): string {
  if (effects.some((effect) => effect.cap.left === null)) return 'How much is left today is not known.';
  const left = effects.reduce((sum, effect) => sum + (effect.cap.left ?? 0), 0);
  return left === 0 ? `No ${CAP_WORDS[kind].many} left today.` : `${left} left today.`;
}
