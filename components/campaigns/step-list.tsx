'use client';

import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { STEP_KINDS, type StepKind } from '@/lib/domain/campaigns/constants';
import { moved, newStep, STEP_WORDS, type StepDraft } from './step-draft';
import { StepFields } from './step-fields';

export interface StepListProps {
  steps: StepDraft[];
  onChange: (steps: StepDraft[]) => void;
  campaignId: string;
  noteMax: number;
  /** Whether a step may have a branch of its own: one level is enough to read. */
  branches: boolean;
}

/** Steps as cards with buttons to move, remove and add: no dragging, so that keys and thumbs do the same. */
export function StepList(props: StepListProps) {
  const { steps, onChange } = props;
  const set = (index: number, step: StepDraft) => onChange(steps.map((one, at) => (at === index ? step : one)));
  return (
    <div className="grid gap-3">
      <ol className="grid gap-3">
        {steps.map((step, index) => (
          <li key={step.key} className="min-w-0 rounded-panel border bg-bg p-3">
            <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
              <div>
                <h3 className="font-semibold">
                  {index + 1}. {STEP_WORDS[step.kind].title}
                </h3>
                <p className="text-muted">{STEP_WORDS[step.kind].text}</p>
              </div>
              <div className="flex gap-1">
                <IconButton
                  label={`Move step ${index + 1} up`}
                  disabled={index === 0}
                  onClick={() => onChange(moved(steps, index, -1))}
                >
                  <ArrowUp aria-hidden />
                </IconButton>
                <IconButton
                  label={`Move step ${index + 1} down`}
                  disabled={index === steps.length - 1}
                  onClick={() => onChange(moved(steps, index, 1))}
                >
                  <ArrowDown aria-hidden />
                </IconButton>
                <IconButton
                  label={`Remove step ${index + 1}`}
                  onClick={() => onChange(steps.filter((_, at) => at !== index))}
                >
                  <Trash2 aria-hidden />
                </IconButton>
              </div>
            </div>
            <StepFields
              step={step}
              onChange={(changed) => set(index, changed)}
              campaignId={props.campaignId}
              noteMax={props.noteMax}
            />
            {step.kind === 'wait_accepted' && props.branches ? (
              <section aria-label="If not accepted in time" className="mt-3 border-l-2 border-control pl-3">
                <h4 className="mb-2 font-medium">If not accepted in time</h4>
                <StepList
                  {...props}
                  branches={false}
                  steps={step.otherwise}
                  onChange={(otherwise) => set(index, { ...step, otherwise })}
                />
              </section>
            ) : null}
          </li>
        ))}
      </ol>
      <AddStep branch={!props.branches} onAdd={(kind) => onChange([...steps, newStep(kind, crypto.randomUUID())])} />
    </div>
  );
}

/** In the branch of people who are not connected only some kinds make sense. */
const BRANCH_KINDS: readonly StepKind[] = ['visit', 'inmail', 'delay'];

function AddStep({ branch, onAdd }: { branch: boolean; onAdd: (kind: StepKind) => void }) {
  const id = useId();
  return (
    <fieldset aria-labelledby={id}>
      <p id={id} className="mb-1 text-muted">
        {branch ? 'Add a step to this branch' : 'Add a step'}
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
