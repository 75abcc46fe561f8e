'use client';

import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { NOTE_POLICIES, type NotePolicy } from '@/lib/domain/campaigns/constants';
import { NOTE_POLICY_WORDS, type StepDraft } from './step-draft';
import { TextField } from './text-field';

export interface StepFieldsProps {
  step: StepDraft;
  onChange: (step: StepDraft) => void;
  campaignId: string;
  noteMax: number;
}

/** The fields of one step: its words, its waiting time. */
export function StepFields({ step, onChange, campaignId, noteMax }: StepFieldsProps) {
  const set = (change: Partial<StepDraft>) => onChange({ ...step, ...change });
  switch (step.kind) {
    case 'visit':
      return null;
    case 'invite':
      return (
        <div className="grid gap-3">
          <TextField
            label="Note"
            optional
            value={step.note ?? ''}
            campaignId={campaignId}
            max={noteMax}
            rows={3}
            warnPlain={false}
            help="At most 300 characters, 200 on a free account. Blank sends the invite without a note."
            onChange={(note) => set({ note: note === '' ? null : note })}
          />
          {step.note?.trim() ? (
            <NoteChoice value={step.notePolicy ?? 'wait'} onChange={(notePolicy) => set({ notePolicy })} />
          ) : null}
        </div>
      );
    case 'wait_accepted':
      return (
        <Days
          label="Time-out in days"
          value={step.timeoutDays ?? null}
          onChange={(timeoutDays) => set({ timeoutDays })}
        />
      );
    case 'delay':
      return <Days label="Days to wait" value={step.delayDays ?? null} onChange={(delayDays) => set({ delayDays })} />;
    case 'message':
      return (
        <TextField
          label="Text"
          value={step.text ?? ''}
          campaignId={campaignId}
          max={8_000}
          rows={5}
          warnPlain
          onChange={(text) => set({ text })}
        />
      );
    case 'inmail':
      return (
        <div className="grid gap-3">
          <Field label="Subject" optional>
            {(control) => (
              <Input
                {...control}
                value={step.subject ?? ''}
                maxLength={200}
                onChange={(event) => set({ subject: event.target.value || null })}
              />
            )}
          </Field>
          <TextField
            label="Text"
            value={step.text ?? ''}
            campaignId={campaignId}
            max={1_900}
            rows={5}
            warnPlain
            onChange={(text) => set({ text })}
          />
        </div>
      );
  }
}

/** A free account has few notes a month: what becomes of an invite when none is left. */
function NoteChoice({ value, onChange }: { value: NotePolicy; onChange: (policy: NotePolicy) => void }) {
  return (
    <Field
      label="When no note is left this month"
      help="LinkedIn gives a free account a few notes a month. Invites without a note are not counted by it."
      className="max-w-md"
    >
      {(control) => (
        <Select
          {...control}
          value={value}
          onChange={(event) => onChange(NOTE_POLICIES.find((policy) => policy === event.target.value) ?? 'wait')}
        >
          {NOTE_POLICIES.map((policy) => (
            <option key={policy} value={policy}>
              {NOTE_POLICY_WORDS[policy]}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}

function Days({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | null;
  onChange: (days: number | null) => void;
}) {
  return (
    <Field label={label} className="max-w-40">
      {(control) => (
        <Input
          {...control}
          type="number"
          inputMode="numeric"
          min={1}
          max={365}
          value={value ?? ''}
          onChange={(event) => onChange(event.target.value === '' ? null : Number(event.target.value))}
        />
      )}
    </Field>
  );
}
