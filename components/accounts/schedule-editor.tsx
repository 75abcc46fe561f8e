'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import type { Account } from '@/lib/contracts/accounts';
import { DAY_NAMES } from './account-words';

type Hours = Account['workingHours'];

/** Time zone, weekly hours and days off of an account. Nothing is sent outside of them, and no zone is ever assumed. */
export function ScheduleEditor({ account, readOnly = false }: { account: Account; readOnly?: boolean }) {
  const queries = useQueryClient();
  const [timeZone, setTimeZone] = useState(account.timeZone ?? '');
  const [hours, setHours] = useState<Hours>(account.workingHours);
  const [daysOff, setDaysOff] = useState(account.daysOff.join(', '));
  const save = useMutation(
    api.accounts.patch.mutationOptions({
      onSuccess: () => {
        toast('Schedule saved. It holds from the next slot on.');
        return Promise.all([
          queries.invalidateQueries({ queryKey: api.accounts.key() }),
          queries.invalidateQueries({ queryKey: api.today.key() }),
        ]);
      },
    }),
  );
  const submit = () =>
    save.mutate({
      id: account.id,
      ...(timeZone === '' ? {} : { timeZone }),
      workingHours: hours,
      daysOff: daysOff.split(/[\s,;]+/).filter((day) => day !== ''),
    });
  return (
    <Panel
      title="Schedule"
      summary={
        account.timeZone === null
          ? 'Set the time zone: nothing is sent before.'
          : 'Sends go out inside these hours only.'
      }
    >
      <div className="grid gap-4">
        <Field label="Time zone" className="max-w-sm" error={fieldError(save.error, 'timeZone')}>
          {(control) => (
            <Select
              {...control}
              value={timeZone}
              disabled={readOnly}
              onChange={(event) => setTimeZone(event.target.value)}
            >
              <option value="">Choose…</option>
              {Intl.supportedValuesOf('timeZone').map((zone) => (
                <option key={zone} value={zone}>
                  {zone}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <WeekHours hours={hours} onChange={setHours} readOnly={readOnly} />
        <Field
          label="Days off"
          optional
          help="Dates such as 2026-12-24, with commas between them."
          className="max-w-xl"
          error={fieldError(save.error, 'daysOff')}
        >
          {(control) => (
            <Input
              {...control}
              value={daysOff}
              readOnly={readOnly}
              onChange={(event) => setDaysOff(event.target.value)}
            />
          )}
        </Field>
        {save.error === null ? null : <ProblemNote error={save.error} />}
        {readOnly ? null : (
          <div>
            <Button variant="primary" onClick={submit} disabled={save.isPending}>
              Save schedule
            </Button>
          </div>
        )}
      </div>
    </Panel>
  );
}

function WeekHours({
  hours,
  onChange,
  readOnly,
}: {
  hours: Hours;
  onChange: (hours: Hours) => void;
  readOnly: boolean;
}) {
  const set = (index: number, change: Partial<Hours[number]>) =>
    onChange(hours.map((span, at) => (at === index ? { ...span, ...change } : span)));
  return (
    <fieldset className="min-w-0">
      <legend className="font-medium">Working hours</legend>
      <div className="mt-1 grid gap-2">
        {DAY_NAMES.map((name, dayIndex) => {
          const spans = hours.map((span, index) => ({ span, index })).filter(({ span }) => span.day === dayIndex + 1);
          return (
            <div key={name} className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b pb-2">
              <span className="w-24 shrink-0">{name}</span>
              {spans.length === 0 ? <span className="text-muted">closed</span> : null}
              {spans.map(({ span, index }) => (
                <span key={index} className="flex items-center gap-1">
                  <Input
                    type="time"
                    aria-label={`${name} from`}
                    className="w-32"
                    readOnly={readOnly}
                    value={span.from}
                    onChange={(event) => set(index, { from: event.target.value })}
                  />
                  <span aria-hidden>–</span>
                  <Input
                    type="time"
                    aria-label={`${name} to`}
                    className="w-32"
                    readOnly={readOnly}
                    value={span.to}
                    onChange={(event) => set(index, { to: event.target.value })}
                  />
                  {readOnly ? null : (
                    <IconButton
                      label={`Remove hours of ${name}`}
                      onClick={() => onChange(hours.filter((_, at) => at !== index))}
                    >
                      <Trash2 aria-hidden />
                    </IconButton>
                  )}
                </span>
              ))}
              {readOnly ? null : (
                <IconButton
                  label={`Add hours on ${name}`}
                  onClick={() => onChange([...hours, { day: dayIndex + 1, from: '09:00', to: '17:30' }])}
                >
                  <Plus aria-hidden />
                </IconButton>
              )}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
