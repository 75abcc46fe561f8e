import { useQuery } from '@tanstack/react-query';
import { api } from '@/lib/client/api';
import type { StepOutput } from '@/lib/contracts/steps';
import { STEP_WORDS } from './step-draft';

/** The names of a campaign's steps by id, such as "2. Invite"; null for one that is not known. */
export function useStepNames(campaignId: string): (stepId: string | null) => string | null {
  const steps = useQuery(api.campaigns.getSteps.queryOptions({ input: { id: campaignId } }));
  const names = stepNames(steps.data ?? []);
  return (stepId) => (stepId === null ? null : (names.get(stepId) ?? null));
}

/** Numbers as the campaign's page shows them: steps of a branch carry that of the step it belongs to, 3.1 for instance. */
export function stepNames(steps: StepOutput[], prefix = ''): Map<string, string> {
  const names = new Map<string, string>();
  for (const [index, step] of steps.entries()) {
    const number = `${prefix}${index + 1}`;
    names.set(step.id, `${number}${prefix === '' ? '.' : ''} ${STEP_WORDS[step.kind].title}`);
    for (const [id, name] of stepNames(step.otherwise, `${number}.`)) names.set(id, name);
  }
  return names;
}
