'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { PageHeader } from '@/components/layout/page-header';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import { PROVIDERS } from '@/lib/domain/accounts/constants';
import { providerWords } from './account-words';
import type { Country } from './countries';

/** Ages that decide on the length of the ramp (limits.md §2): what is not known counts as new. */
const AGES = [
  { value: 'unknown', label: 'I do not know (counts as new)', days: null },
  { value: 'new', label: 'Less than 90 days ago', days: 0 },
  { value: 'older', label: '90 days ago or more', days: 365 },
];

const connection = z.object({
  provider: z.enum(PROVIDERS),
  country: z.string().min(1, 'Choose the country you work from.'),
  age: z.string(),
  consentAt: z.string().min(1, 'Read the notice and tick the box to go on.'),
});
type Connection = z.infer<typeof connection>;

/** Sets expectations before anybody signs in, then leads to the provider's own page (ux.md §2.3). */
export function ConnectView({ reconnect, countries }: { reconnect: string | null; countries: Country[] }) {
  const { register, handleSubmit, setValue, watch, formState } = useForm<Connection>({
    resolver: zodResolver(connection),
    defaultValues: { provider: 'linkedin', country: '', age: 'unknown', consentAt: '' },
  });
  const link = useMutation(
    api.accounts.link.mutationOptions({
      onSuccess: ({ url }) => window.location.assign(url),
    }),
  );
  const submit = handleSubmit(({ provider, country, age, consentAt }) => {
    const ageDays = AGES.find((one) => one.value === age)?.days ?? null;
    link.mutate({ provider, country, ageDays, consentAt, reconnect });
  });
  const { errors } = formState;
  return (
    <>
      <PageHeader
        title={reconnect === null ? 'Connect an account' : 'Reconnect the account'}
        crumbs={[{ href: '/accounts', label: 'Accounts' }]}
      />
      <form onSubmit={(event) => void submit(event)} noValidate className="grid max-w-3xl gap-4">
        <Panel title="Read first">
          <p className="max-w-[72ch]">
            LinkedIn does not permit automation tools. Using one can get an account restricted or closed. Low, irregular
            volume lowers the risk; it does not remove it.
          </p>
          <Checkbox
            className="mt-2"
            checked={watch('consentAt') !== ''}
            aria-invalid={errors.consentAt === undefined ? undefined : true}
            aria-describedby="consent-error"
            onChange={(event) =>
              setValue('consentAt', event.target.checked ? new Date().toISOString() : '', {
                shouldValidate: formState.isSubmitted,
              })
            }
            label="I understand, and this is my own account or I have its owner’s permission."
          />
          <p id="consent-error" className="ml-8 text-risk">
            {errors.consentAt?.message}
          </p>
        </Panel>
        <Panel title="The account">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Network">
              {(control) => (
                <Select {...control} {...register('provider')}>
                  {PROVIDERS.map((provider) => (
                    <option key={provider} value={provider}>
                      {providerWords(provider)}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field
              label="Country"
              help="Where you work. The connection is made from there."
              error={errors.country?.message ?? fieldError(link.error, 'country')}
            >
              {(control) => (
                <Select {...control} {...register('country')}>
                  <option value="">Choose…</option>
                  {countries.map((country) => (
                    <option key={country.code} value={country.code}>
                      {country.name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label="When was this account created?" help="New accounts get a longer ramp.">
              {(control) => (
                <Select {...control} {...register('age')}>
                  {AGES.map((age) => (
                    <option key={age.value} value={age.value}>
                      {age.label}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
          </div>
        </Panel>
        <p className="max-w-[72ch] text-muted">
          You sign in on the connection provider’s page. We never see the password. The link works once, for 30 minutes.
        </p>
        {link.error === null ? null : <ProblemNote error={link.error} />}
        <div>
          <Button type="submit" variant="primary" disabled={link.isPending || link.isSuccess}>
            {link.isPending || link.isSuccess ? 'Opening the sign-in page…' : 'Continue'}
          </Button>
        </div>
      </form>
    </>
  );
}
