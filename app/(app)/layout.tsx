import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { AppShell } from '@/components/layout/app-shell';
import { currentSession } from '@/lib/auth/current-actor';
import { QueryProvider } from '@/lib/client/query-provider';
import { env } from '@/lib/platform/env';

/** Everything behind the sign-in: the shell with the person's places, and a way out for those who are not signed in. */
export default async function AppLayout({ children }: { children: ReactNode }) {
  const session = await currentSession();
  if (session === null) redirect('/sign-in');
  const demo = demoClock();
  return (
    <QueryProvider fast={(demo?.speed ?? 1) !== 1}>
      <AppShell
        person={{ name: session.user.name, role: session.role }}
        workspaceName={session.workspace.name}
        demo={demo}
      >
        {children}
      </AppShell>
    </QueryProvider>
  );
}

/** A clock other than the real one is allowed with a simulated provider alone (design.md §2), so it marks the demo. */
function demoClock() {
  const { CLOCK_SPEED, CLOCK_START } = env();
  const speed = CLOCK_SPEED ?? 1;
  return speed === 1 && CLOCK_START === undefined ? null : { now: null, speed };
}
