import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { STEP_KINDS, type StepKind } from '@/lib/domain/campaigns/constants';
import { STEP_WORDS } from './step-draft';

/** A button for each kind of step that fits here. */
export function AddStep({ branch, label, onAdd }: { branch: boolean; label: string; onAdd: (kind: StepKind) => void }) {
  const id = useId();
  return (
    <fieldset aria-labelledby={id}>
      <p id={id} className="mb-1 text-muted">
        {label}
      </p>
      <div className="flex flex-wrap gap-2">
        {(branch ? BRANCH_KINDS : STEP_KINDS).map((kind) => (
          <Button key={kind} size="compact" onClick={() => onAdd(kind)}>
            {STEP_WORDS[kind].title}
          </Button>
        ))}
      </div>
    </fieldset>
  );
}

/** In the branch of people who are not connected only some kinds make sense. */
const BRANCH_KINDS: readonly StepKind[] = ['visit', 'inmail', 'delay'];
