import type { Metadata } from 'next';
import { signInProviders } from '@/lib/auth/sign-in-providers';
import { env } from '@/lib/platform/env';
import { SignInForm } from './sign-in-form';

export const metadata: Metadata = { title: 'Sign in' };

/** Sign-in by e-mail and password, or through a provider that is configured. */
export default async function SignInPage(props: {
  searchParams: Promise<Partial<Record<'next' | 'callbackUrl' | 'error', string | string[]>>>;
}) {
  // `next` is the proxy's word, `callbackUrl` that of next-auth.
  const { next, callbackUrl = next, error } = await props.searchParams;
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-96 flex-col justify-center gap-6 px-4 py-10">
      <div>
        <p className="font-semibold text-accent">Headroom</p>
        <h1 className="text-h1 font-semibold">Sign in</h1>
      </div>
      <SignInForm
        callbackUrl={typeof callbackUrl === 'string' ? callbackUrl : undefined}
        providers={signInProviders(env())}
        initialError={typeof error === 'string' ? error : undefined}
      />
    </main>
  );
}
