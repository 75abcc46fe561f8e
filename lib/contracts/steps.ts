import { z } from 'zod';
import { MESSAGE_CHARS_MAX } from '../domain/limits/catalogue';
import { notePolicy, stepKind } from './shapes';

export interface StepInput {
  id?: string;
  kind: z.infer<typeof stepKind>;
  delayDays?: number | null;
  timeoutDays?: number | null;
  text?: string | null;
  subject?: string | null;
  note?: string | null;
  notePolicy?: z.infer<typeof notePolicy> | null;
  otherwise?: StepInput[];
}

export interface StepOutput {
  id: string;
  kind: z.infer<typeof stepKind>;
  delayDays: number | null;
  timeoutDays: number | null;
  text: string | null;
  subject: string | null;
  note: string | null;
  notePolicy: z.infer<typeof notePolicy> | null;
  otherwise: StepOutput[];
}

const days = z.number().int().min(0).max(365).nullable();
const text = z.string().max(MESSAGE_CHARS_MAX).nullable();

/** A step with its branch for people who did not accept in time. */
export const stepInput: z.ZodType<StepInput, StepInput> = z.lazy(() =>
  z.object({
    id: z.string().max(80).optional(),
    kind: stepKind,
    delayDays: days.optional(),
    timeoutDays: days.optional(),
    text: text.optional(),
    subject: z.string().max(200).nullable().optional(),
    note: z.string().max(2_000).nullable().optional(),
    notePolicy: notePolicy.nullable().optional(),
    otherwise: z.array(stepInput).max(20).optional(),
  }),
);

export const stepOutput: z.ZodType<StepOutput, StepOutput> = z.lazy(() =>
  z.object({
    id: z.string(),
    kind: stepKind,
    delayDays: days,
    timeoutDays: days,
    text,
    subject: z.string().nullable(),
    note: z.string().nullable(),
    notePolicy: notePolicy.nullable(),
    otherwise: z.array(stepOutput),
  }),
);
