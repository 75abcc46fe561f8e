'use client';

import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import type { StepKind } from '@/lib/domain/campaigns/constants';
import { AddStep } from './add-step';
import { STEP_WORDS, type StepDraft } from './step-draft';
import { StepFields } from './step-fields';

export interface StepCardProps {
  step: StepDraft;
  /** From 1. */
  place: number;
  last: boolean;
  /** Told in the names of the buttons when the step stands in a branch. */
  where: string;
  /** False inside a branch, which takes fewer kinds. */
  branches: boolean;
  campaignId: string;
  noteMax: number;
  onChange: (step: StepDraft) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
  onAddAfter: (kind: StepKind) => void;
}

/** One step: what it is, its fields, and buttons to move it, remove it or put another one after it. */
export function StepCard(props: StepCardProps) {
  const { step, place } = props;
  const [adding, setAdding] = useState(false);
  const name = `step ${place}${props.where}`;
  const id = `step-${step.key}`;
  return (
    <>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
        <div>
          <h3 id={id} tabIndex={-1} className="scroll-mt-24 font-semibold">
            {place}. {STEP_WORDS[step.kind].title}
          </h3>
          <p className="text-muted">{STEP_WORDS[step.kind].text}</p>
        </div>
        <div className="flex gap-1">
          <IconButton id={`${id}-up`} label={`Move ${name} up`} disabled={place === 1} onClick={() => props.onMove(-1)}>
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton
            id={`${id}-down`}
            label={`Move ${name} down`}
            disabled={props.last}
            onClick={() => props.onMove(1)}
          >
            <ArrowDown aria-hidden />
          </IconButton>
          <IconButton label={`Add after ${name}`} aria-expanded={adding} onClick={() => setAdding(!adding)}>
            <Plus aria-hidden />
          </IconButton>
          <IconButton label={`Remove ${name}`} onClick={props.onRemove}>
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      </div>
      {adding ? (
        <div className="mb-3 rounded-control border border-dashed border-control p-2">
          <AddStep
            branch={!props.branches}
            label={`Add after ${name}`}
            onAdd={(kind) => {
              setAdding(false);
              props.onAddAfter(kind);
            }}
          />
        </div>
      ) : null}
      <StepFields step={step} onChange={props.onChange} campaignId={props.campaignId} noteMax={props.noteMax} />
    </>
  );
}
