'use client';

import { useQuery } from '@tanstack/react-query';
import { QueryPanel } from '@/components/state/query-panel';
import { api } from '@/lib/client/api';
import type { StepOutput } from '@/lib/contracts/steps';
import { NOTE_POLICY_WORDS, STEP_WORDS } from './step-draft';

/** The steps of a campaign to read, branches included. */
export function StepsSummary({ campaignId }: { campaignId: string }) {
  const steps = useQuery(api.campaigns.getSteps.queryOptions({ input: { id: campaignId } }));
  return (
    <QueryPanel query={steps} title="Steps" skeleton="h-56">
      {(data) => <StepItems steps={data} />}
    </QueryPanel>
  );
}

function StepItems({ steps }: { steps: StepOutput[] }) {
  return (
    <ol className="ml-5 list-decimal space-y-1">
      {steps.map((step) => (
        <li key={step.id}>
          <span className="font-medium">{STEP_WORDS[step.kind].title}</span>
          {step.delayDays === null ? null : ` ${step.delayDays} days`}
          {step.timeoutDays === null ? null : ` for at most ${step.timeoutDays} days`}
          {step.text === null && step.note === null ? null : (
            <span className="block text-muted wrap-anywhere">{step.note ?? step.text}</span>
          )}
          {step.kind !== 'invite' || !step.note?.trim() ? null : (
            <span className="block text-muted">
              When no note is left this month: {NOTE_POLICY_WORDS[step.notePolicy ?? 'wait'].toLowerCase()}
            </span>
          )}
          {step.otherwise.length === 0 ? null : (
            <div className="mt-1 border-l-2 border-control pl-3">
              <p className="text-muted">If not accepted in time:</p>
              <StepItems steps={step.otherwise} />
            </div>
          )}
        </li>
      ))}
    </ol>
  );
}
