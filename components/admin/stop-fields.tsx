import { useQuery } from '@tanstack/react-query';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { Time } from '@/components/ui/time';
import { api } from '@/lib/client/api';
import { actionWords } from '@/lib/domain/limits/budget-words';
import { ACTIONS } from '@/lib/domain/limits/constants';
import type { StopDraft, StopErrors } from './stop-form';

interface FieldsProps {
  draft: StopDraft;
  errors: StopErrors;
  onChange: (change: Partial<StopDraft>) => void;
}

const SCOPES: Record<StopDraft['scope'], string> = {
  workspace: 'Everything',
  action: 'One kind of action',
  account: 'One account',
  campaign: 'One campaign',
};

/** What to stop, why, and when it ends by itself. */
export function StopFields({ draft, errors, onChange }: FieldsProps) {
  const clock = useQuery(api.clock.read.queryOptions());
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <div className="grid gap-3">
      <Field label="What">
        {(control) => (
          <Select
            {...control}
            value={draft.scope}
            onChange={(event) =>
              onChange({ scope: event.target.value as StopDraft['scope'], targetId: '', action: '' })
            }
          >
            {Object.entries(SCOPES).map(([scope, words]) => (
              <option key={scope} value={scope}>
                {words}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <TargetField draft={draft} errors={errors} onChange={onChange} />
      <Field label="Reason" optional help="Everyone reads it where something does not send.">
        {(control) => (
          <Input
            {...control}
            value={draft.reason}
            maxLength={500}
            onChange={(event) => onChange({ reason: event.target.value })}
          />
        )}
      </Field>
      <Field
        label="Ends at"
        optional
        {...(errors.until === undefined ? {} : { error: errors.until })}
        help={
          <>
            In your time zone, {zone}. Blank: until somebody ends it.
            {clock.data === undefined ? null : (
              <>
                {' '}
                It is now <Time value={clock.data.now} timeZone={zone} hideZone />.
              </>
            )}
          </>
        }
      >
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            value={draft.until}
            onChange={(event) => onChange({ until: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function TargetField({ draft, errors, onChange }: FieldsProps) {
  const { scope } = draft;
  const accounts = useQuery({
    ...api.accounts.list.queryOptions({ input: { limit: 200 } }),
    enabled: scope === 'account',
  });
  const campaigns = useQuery({
    ...api.campaigns.list.queryOptions({ input: { limit: 200 } }),
    enabled: scope === 'campaign',
  });
  if (scope === 'workspace') return null;
  const ofAction = scope === 'action';
  const options = ofAction
    ? ACTIONS.map((action) => ({ id: action, name: actionWords(action) }))
    : ((scope === 'account' ? accounts : campaigns).data?.items ?? []);
  const label = ofAction ? 'Action' : scope === 'account' ? 'Account' : 'Campaign';
  return (
    <Field label={label} required {...(errors.target === undefined ? {} : { error: errors.target })}>
      {(control) => (
        <Select
          {...control}
          value={ofAction ? draft.action : draft.targetId}
          onChange={(event) => onChange(ofAction ? { action: event.target.value } : { targetId: event.target.value })}
        >
          <option value="">Choose one</option>
          {options.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
