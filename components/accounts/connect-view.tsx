'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { PageHeader } from '@/components/layout/page-header';
import { ProblemNote } from '@/components/state/problem-note';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { api } from '@/lib/client/api';
import { fieldError } from '@/lib/client/problem';
import { PROVIDERS, type Provider } from '@/lib/domain/accounts/constants';
import { providerWords } from './account-words';
import { countries } from './countries';

/** Ages that decide on the length of the ramp (limits.md §2): what is not known counts as new. */
const AGES = [
  { value: 'unknown', label: 'I do not know (counts as new)', days: null },
  { value: 'new', label: 'Less than 90 days ago', days: 0 },
  { value: 'older', label: '90 days ago or more', days: 365 },
];

/** Sets expectations before anybody signs in, then leads to the provider's own page (ux.md §2.3). */
export function ConnectView({ reconnect }: { reconnect: string | null }) {
  const [agreedAt, setAgreedAt] = useState<string | null>(null);
  const [missing, setMissing] = useState<Record<string, string>>({});
  const link = useMutation(
    api.accounts.link.mutationOptions({
      onSuccess: ({ url }) => window.location.assign(url),
    }),
  );
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const country = String(data.get('country') ?? '');
    const age = AGES.find((one) => one.value === data.get('age'));
    const wrong = {
      ...(agreedAt === null ? { consent: 'Read the notice and tick the box to go on.' } : {}),
      ...(country === '' ? { country: 'Choose the country you work from.' } : {}),
    };
    setMissing(wrong);
    if (Object.keys(wrong).length > 0) return;
    link.mutate({
      provider: data.get('provider') as Provider,
      country,
      ageDays: age?.days ?? null,
      consentAt: agreedAt,
      reconnect,
    });
  };
  return (
    <>
      <PageHeader
        title={reconnect === null ? 'Connect an account' : 'Reconnect the account'}
        crumbs={[{ href: '/accounts', label: 'Accounts' }]}
      />
      <form onSubmit={submit} noValidate className="grid max-w-3xl gap-4">
        <Panel title="Read first">
          <p className="max-w-[72ch]">
            LinkedIn does not permit automation tools. Using one can get an account restricted or closed. Low, irregular
            volume lowers the risk; it does not remove it.
          </p>
          <Checkbox
            className="mt-2"
            checked={agreedAt !== null}
            aria-invalid={missing.consent === undefined ? undefined : true}
            aria-describedby="consent-error"
            onChange={(event) => setAgreedAt(event.target.checked ? new Date().toISOString() : null)}
            label="I understand, and this is my own account or I have its owner’s permission."
          />
          <p id="consent-error" className="ml-8 text-risk">
            {missing.consent}
          </p>
        </Panel>
        <Panel title="The account">
          <div className="grid gap-4 sm:grid-cols-2">
            <Field label="Network">
              {(control) => (
                <Select {...control} name="provider" defaultValue="linkedin">
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
              error={missing.country ?? fieldError(link.error, 'country')}
            >
              {(control) => (
                <Select {...control} name="country" defaultValue="">
                  <option value="">Choose…</option>
                  {countries().map((country) => (
                    <option key={country.code} value={country.code}>
                      {country.name}
                    </option>
                  ))}
                </Select>
              )}
            </Field>
            <Field label="When was this account created?" help="New accounts get a longer ramp.">
              {(control) => (
                <Select {...control} name="age" defaultValue="unknown">
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
