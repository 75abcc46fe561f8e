'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useId } from 'react';
import { useForm } from 'react-hook-form';
import { toast } from 'sonner';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import { liftsHardCap } from '@/lib/domain/limits/limit-problems';
import { isRed } from '@/lib/domain/limits/limit-rule';
import { type LimitForm, limitForm, numberOf, textOf } from './limit-form';
import { type LimitLine, limitWords, number, perWindow, planWords } from './limit-words';

interface LimitDialogProps {
  line: LimitLine;
  /** Owners may lift a hard cap. */
  mayLift: boolean;
  onClose: () => void;
}

/** Changes the default and the hard cap of a limit on the plans of its line. */
export function LimitDialog({ line, mayLift, onClose }: LimitDialogProps) {
  const { limit, cap, plans } = line;
  const formId = useId();
  const { register, handleSubmit, watch, formState } = useForm<LimitForm>({
    resolver: zodResolver(limitForm),
    defaultValues: {
      cap: textOf(cap.own.cap),
      hardCap: textOf(cap.own.hardCap),
      acknowledged: false,
    },
  });
  const queries = useQueryClient();
  const save = useMutation(
    api.limits.put.mutationOptions({
      onSuccess: ({ lowered, later }) => {
        toast(savedWords(lowered.length, later));
        onClose();
        return queries.invalidateQueries();
      },
    }),
  );
  const submit = handleSubmit((form) =>
    save.mutate({
      key: limit.key,
      provider: limit.provider,
      tiers: plans,
      cap: numberOf(form.cap),
      hardCap: numberOf(form.hardCap),
      ...(form.acknowledged ? { acknowledgedRisk: true } : {}),
    }),
  );
  const warning = riskOf(line, watch());
  return (
    <Dialog
      open
      onOpenChange={(open) => (open ? undefined : onClose())}
      title={`${limitWords(limit)} ${perWindow(limit.window)}`}
      description={`${planWords(plans)}. A lower number holds at once, also in days that have begun; a higher one from each account’s next day. The change is kept in the audit.`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form={formId} disabled={save.isPending}>
            Save limit
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={(event) => void submit(event)} className="grid gap-4">
        <Field
          label="Default"
          help={`Blank: ${number(cap.published.cap)}, as published. 0 means none.`}
          error={formState.errors.cap?.message ?? fieldError(save.error, 'cap')}
        >
          {(control) => <Input {...control} {...register('cap')} inputMode="numeric" className="max-w-40" />}
        </Field>
        <Field
          label="Hard cap"
          help={`Blank: ${number(cap.published.hardCap)}, as published. ${mayLift ? 'Above it only at your own risk.' : 'Only an owner may go above it.'}`}
          error={formState.errors.hardCap?.message ?? fieldError(save.error, 'hardCap')}
        >
          {(control) => <Input {...control} {...register('hardCap')} inputMode="numeric" className="max-w-40" />}
        </Field>
        {warning === null ? null : (
          <Checkbox
            {...register('acknowledged')}
            label={warning}
            help={fieldError(save.error, 'acknowledgedRisk') ?? 'Kept with your name and the time.'}
          />
        )}
        {save.error === null ? null : <ProblemNote error={save.error} />}
      </form>
    </Dialog>
  );
}

/** What must be acknowledged for the numbers that are typed, in the first person; null when nothing must. */
function riskOf({ cap }: LimitLine, form: LimitForm): string | null {
  const hard = numberOf(form.hardCap) ?? 0;
  const published = { default: cap.published.cap, hard: cap.published.hardCap };
  if (liftsHardCap({ published, set: { hardCap: hard } }))
    return `I lift the hard cap to ${number(hard)}, above the published ${number(cap.published.hardCap)}, at my own risk.`;
  const normal = numberOf(form.cap) ?? 0;
  return isRed(cap.redLine, normal) ? `I set a default of ${number(normal)}, which is in the red zone.` : null;
}

function savedWords(lowered: number, later: { from: string }[]): string {
  const now = lowered === 0 ? '' : ` ${lowered === 1 ? 'One account is' : `${lowered} accounts are`} lowered now.`;
  const from = later.map((one) => one.from).sort()[0];
  const next = from === undefined ? '' : ` A higher number holds from ${from}.`;
  return `Limit saved.${now}${next}`;
}
