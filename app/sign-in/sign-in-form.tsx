'use client';

import { CircleAlert } from 'lucide-react';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { safePath } from './safe-path';

interface ProviderName {
  id: string;
  name: string;
}

/** The form. Paste and password managers work, and a failed try says what to do without telling which half was wrong. */
export function SignInForm({
  callbackUrl,
  providers,
  initialError,
}: {
  callbackUrl?: string;
  providers: ProviderName[];
  initialError?: string;
}) {
  const [error, setError] = useState(initialError === undefined ? null : errorText(initialError));
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    setBusy(true);
    setError(null);
    const result = await signIn('credentials', {
      redirect: false,
      email: data.get('email'),
      password: data.get('password'),
    }).catch(() => undefined);
    if (result?.ok && !result.error) {
      // A full load, so that no page of the signed-out state is kept.
      window.location.assign(safePath(callbackUrl, window.location.origin));
      return;
    }
    setBusy(false);
    setError(result === undefined ? UNREACHABLE : errorText(result.error ?? 'CredentialsSignin'));
  };
  return (
    <>
      {/* With `post`, a password never ends up in the address, even before the scripts are there. */}
      <form method="post" onSubmit={(event) => void submit(event)} className="space-y-4">
        <div role="alert">
          {error === null ? null : (
            <p className="flex items-start gap-2 rounded-panel border border-risk bg-risk-bg p-3">
              <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-risk" />
              {error}
            </p>
          )}
        </div>
        <Field label="E-mail">
          {(control) => <Input {...control} name="email" type="email" autoComplete="username" required />}
        </Field>
        <Field label="Password">
          {(control) => <Input {...control} name="password" type="password" autoComplete="current-password" required />}
        </Field>
        <Button type="submit" variant="primary" className="w-full" disabled={busy}>
          {busy ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
      {providers.length > 0 ? <ProviderButtons providers={providers} callbackUrl={callbackUrl} /> : null}
    </>
  );
}

/** One button for each provider that is configured. */
function ProviderButtons({ providers, callbackUrl }: { providers: ProviderName[]; callbackUrl?: string }) {
  return (
    <div className="space-y-2">
      {providers.map((provider) => (
        <Button
          key={provider.id}
          className="w-full"
          onClick={() => void signIn(provider.id, { callbackUrl: safePath(callbackUrl, window.location.origin) })}
        >
          Continue with {provider.name}
        </Button>
      ))}
    </div>
  );
}

const UNREACHABLE = 'The server cannot be reached. Try again in a moment.';

function errorText(code: string): string {
  if (code === 'CredentialsSignin') return 'E-mail or password is wrong. Check both and try again.';
  if (code === 'SessionRequired') return 'Your session has ended. Sign in again.';
  if (code === 'AccessDenied') return 'This account is not a member of a workspace. Ask an admin to invite you.';
  if (code === 'Unavailable') return UNREACHABLE;
  if (code === 'RateLimited') return 'Too many tries. Wait a few minutes, then try again.';
  return 'Signing in did not succeed. Try again or use another way to sign in.';
}
