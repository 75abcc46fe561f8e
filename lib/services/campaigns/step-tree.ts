import type { StepRow } from '../../../db/queries/steps';
import type { NotePolicy, StepKind } from '../../domain/campaigns/constants';
import { newId } from '../../platform/ids';

/** A step as the API writes it; `otherwise` is the branch for people who did not accept in time. */
export interface StepInput {
  id?: string;
  kind: StepKind;
  delayDays?: number | null;
  timeoutDays?: number | null;
  text?: string | null;
  subject?: string | null;
  note?: string | null;
  notePolicy?: NotePolicy | null;
  otherwise?: StepInput[];
}

export interface StepOutput {
  id: string;
  kind: StepKind;
  delayDays: number | null;
  timeoutDays: number | null;
  text: string | null;
  subject: string | null;
  note: string | null;
  notePolicy: NotePolicy | null;
  otherwise: StepOutput[];
}

/** The steps of a campaign as the API says them: the main line, each step with its branch. */
export function stepTree(rows: StepRow[], parentId: string | null = null): StepOutput[] {
  return rows
    .filter((row) => row.parentId === parentId)
    .sort((a, b) => a.position - b.position)
    .map((row) => ({
      id: row.id,
      kind: row.kind,
      delayDays: row.delayDays,
      timeoutDays: row.timeoutDays,
      text: row.text,
      subject: row.subject,
      note: row.note,
      notePolicy: row.notePolicy,
      otherwise: stepTree(rows, row.id),
    }));
}

/** The rows of a tree. A step keeps its id only if the campaign has it already and it was not named before. */
export function stepRows(
  input: StepInput[],
  place: { workspaceId: string; campaignId: string; known: ReadonlySet<string> },
): StepRow[] {
  const used = new Set<string>();
  const walk = (steps: StepInput[], parentId: string | null): StepRow[] =>
    steps.flatMap((step, position) => {
      const id = step.id !== undefined && place.known.has(step.id) && !used.has(step.id) ? step.id : newId('step');
      used.add(id);
      const row: StepRow = {
        workspaceId: place.workspaceId,
        id,
        campaignId: place.campaignId,
        parentId,
        branch: parentId === null ? 'main' : 'otherwise',
        position,
        kind: step.kind,
        delayDays: step.delayDays ?? null,
        timeoutDays: step.timeoutDays ?? null,
        text: step.text ?? null,
        subject: step.subject ?? null,
        note: step.note ?? null,
        notePolicy: step.notePolicy ?? null,
      };
      return [row, ...walk(step.otherwise ?? [], id)];
    });
  return walk(input, null);
}
