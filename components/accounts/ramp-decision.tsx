import { dayLabel } from '@/components/charts/ramp-days';
import { Badge } from '@/components/ui/badge';
import { Disclosure } from '@/components/ui/disclosure';
import { Table } from '@/components/ui/table';
import type { AccountRamp } from '@/lib/contracts/accounts';
import { decisionWords, kindWords, rampSteps } from './ramp-words';

/** Why today's cap is what it is: the decision in words, the formula with its numbers, and the rules with their figures. */
export function RampDecision({ today, days }: Pick<AccountRamp, 'today' | 'days'>) {
  return (
    <>
      <p className="mt-2">
        <span className="font-medium">Today:</span>{' '}
        {today.decision === 'start' ? null : `${decisionWords(today.decision)}. `}
        {today.reason}
      </p>
      {today.formula === null || today.network !== null ? null : (
        <p className="mt-1 wrap-anywhere">
          <span className="font-medium">Cap:</span> {today.formula}
        </p>
      )}
      {today.network === null ? <Steps days={days} /> : null}
      {today.rules.length === 0 ? null : (
        <Disclosure summary="What the decision was made from">
          <Table
            caption="A step up needs every rule to be met"
            columns={[
              { key: 'label', header: 'Rule', rowHeader: true, cell: (rule) => rule.label },
              { key: 'value', header: 'Today', cell: (rule) => rule.value },
              { key: 'needs', header: 'A step up needs', cell: (rule) => rule.needs },
              {
                key: 'met',
                header: 'Met',
                cell: (rule) => <Badge tone={rule.met ? 'ok' : 'warn'}>{rule.met ? 'Met' : 'Not met'}</Badge>,
              },
            ]}
            rows={today.rules}
            rowKey={(rule) => rule.code}
          />
        </Disclosure>
      )}
      {today.kinds.length === 0 || today.network !== null ? null : (
        <Disclosure summary="The caps of all actions">
          {today.otherReason === null ? null : (
            <p className="mb-2">All actions but invites advance on a week without a signal: {today.otherReason}</p>
          )}
          <Table
            caption="The ramp's caps of today with their formula"
            captionHidden
            columns={[
              { key: 'kind', header: 'Action', rowHeader: true, cell: (row) => kindWords(row.kind) },
              { key: 'cap', header: 'Cap', numeric: true, cell: (row) => row.cap },
              { key: 'formula', header: 'Formula', cell: (row) => row.formula ?? 'not kept for this day' },
            ]}
            rows={today.kinds}
            rowKey={(row) => row.kind}
          />
        </Disclosure>
      )}
    </>
  );
}

/** The latest moves of the ramp, newest first, each with its reason (ux.md §4.1). */
function Steps({ days }: Pick<AccountRamp, 'days'>) {
  const steps = rampSteps(days);
  if (steps.length === 0) return null;
  return (
    <ul aria-label="Latest steps of the ramp" className="mt-2 grid gap-1 text-table text-muted">
      {steps.map((step) => (
        <li key={step.date}>
          {dayLabel(step.date)}: {step.from === null ? step.to : `${step.from} → ${step.to}`} a day. {step.reason}
        </li>
      ))}
    </ul>
  );
}
