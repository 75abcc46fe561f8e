'use client';

import { useState } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { capScale } from '@/lib/domain/limits/campaign-caps';
import { CAP_KINDS } from '@/lib/domain/limits/constants';
import type { Limits } from '@/lib/domain/limits/limit-policy';
import { readCap } from './read-cap';

export interface DailyLimitFieldProps {
  value: number | null;
  onChange: (value: number | null) => void;
  readOnly?: boolean;
  /** Sending accounts of the campaign; the cap counts for each of them. */
  senderCount?: number;
  /** The limits in force in the workspace. */
  limits: Limits;
}

/**
 * The Daily limit of a campaign: one number for invites, messages and InMails alike, each counted by itself. Its help
 * says so, because a single number reads like a total.
 */
export function DailyLimitField({ value, onChange, readOnly, senderCount = 1, limits }: DailyLimitFieldProps) {
  const [note, setNote] = useState<string | null>(null);
  const defaults = CAP_KINDS.map((kind) => capScale(kind, { limits }).default).join(' / ');
  const max = Math.max(...CAP_KINDS.map((kind) => capScale(kind, { limits }).max));
  const each =
    value === null
      ? `Blank: ${defaults} for invites, messages and InMails.`
      : `${value} invites and ${value} messages and ${value} InMails a day, each counted by itself.`;
  const times =
    value !== null && senderCount > 1 ? ` ${value} for each of ${senderCount} accounts = ${value * senderCount}.` : '';
  return (
    <Field label="Daily limit" help={`${each}${times}`}>
      {(control) => (
        <>
          <Input
            {...control}
            type="number"
            inputMode="numeric"
            min={0}
            max={max}
            readOnly={readOnly}
            placeholder={defaults}
            value={value ?? ''}
            onChange={(event) => {
              const read = readCap(event.target.value, { min: 0, max });
              setNote(read.note);
              onChange(read.value);
            }}
            onWheel={(event) => event.currentTarget.blur()}
            className="max-w-40"
          />
          <p role="status" className="min-h-4 text-meta text-muted">
            {note ?? ''}
          </p>
        </>
      )}
    </Field>
  );
}
