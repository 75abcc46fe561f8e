'use client';

import { useEffect, useState } from 'react';
import { LiveRegion } from '@/components/ui/live-region';
import { AddStep } from './add-step';
import { StepCard } from './step-card';
import { inserted, moved, newStep, STEP_WORDS, type StepDraft } from './step-draft';

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
  const [focus, setFocus] = useState<string | null>(null);
  const [said, setSaid] = useState('');
  useFocusOn(focus, () => setFocus(null));
  const set = (index: number, step: StepDraft) => onChange(steps.map((one, at) => (at === index ? step : one)));
  const add = (index: number, kind: StepDraft['kind']) => {
    const step = newStep(kind, newKey());
    onChange(inserted(steps, index, step));
    setFocus(`step-${step.key}`);
  };
  const move = (index: number, by: -1 | 1) => {
    const step = steps[index];
    if (step === undefined) return;
    onChange(moved(steps, index, by));
    setFocus(`step-${step.key}-${by === -1 ? 'up' : 'down'}`);
    setSaid(`${STEP_WORDS[step.kind].title} is now step ${index + by + 1} of ${steps.length}.`);
  };
  const remove = (index: number) => {
    const next = steps[index + 1] ?? steps[index - 1];
    onChange(steps.filter((_, at) => at !== index));
    if (next !== undefined) setFocus(`step-${next.key}`);
    setSaid(`Step ${index + 1} removed.`);
  };
  const where = props.branches ? '' : ' of the branch';
  return (
    <div className="grid gap-3">
      <LiveRegion message={said} delayMs={0} />
      <ol className="grid gap-3">
        {steps.map((step, index) => (
          <li key={step.key} className="min-w-0 rounded-panel border bg-bg p-3">
            <StepCard
              step={step}
              place={index + 1}
              last={index === steps.length - 1}
              where={where}
              branches={props.branches}
              campaignId={props.campaignId}
              noteMax={props.noteMax}
              onChange={(changed) => set(index, changed)}
              onMove={(by) => move(index, by)}
              onRemove={() => remove(index)}
              onAddAfter={(kind) => add(index + 1, kind)}
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
      <AddStep
        branch={!props.branches}
        label={props.branches ? 'Add a step at the end' : 'Add a step to this branch'}
        onAdd={(kind) => add(steps.length, kind)}
      />
    </div>
  );
}

/** Puts the focus where the work goes on; a button that is now off hands it to the heading of its card. */
function useFocusOn(id: string | null, done: () => void): void {
  useEffect(() => {
    if (id === null) return;
    const target = document.getElementById(id);
    const usable = target instanceof HTMLButtonElement && target.disabled ? null : target;
    (usable ?? document.getElementById(id.replace(/-(up|down)$/, '')))?.focus();
    done();
  });
}

let count = 0;

/** An identity for a step that the server has not seen. */
function newKey(): string {
  count += 1;
  return `new-${count}`;
}
