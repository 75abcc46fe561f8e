import type { ReactNode } from 'react';
import { InstallationBanner } from '@/components/installation/installation-banner';
import { Toaster } from '@/components/ui/toaster';
import { can } from '@/lib/domain/access/roles';
import { DemoBanner, type DemoClock } from './demo-banner';
import { BottomBar, type Person, Rail } from './main-nav';
import { PersonProvider } from './person-context';
import type { WorkspaceStop } from './shell-requests';
import { StopBanner } from './stop-banner';
import { StopButton } from './stop-button';
import { StopProvider } from './stop-context';
import { SystemBanner } from './system-banner';

export interface AppShellProps {
  person: Person;
  workspaceName: string;
  /** The stop in force; left out when the browser shall ask for it. */
  stop?: WorkspaceStop | null;
  /** Present when the clock is not the real one, which only a simulated provider may have. */
  demo: DemoClock | null;
  children: ReactNode;
}

/** What surrounds every page: skip link, navigation, banners that are there from the first paint, and *Stop sending*. */
export function AppShell({ person, workspaceName, stop, demo, children }: AppShellProps) {
  return (
    <StopProvider initial={stop} personName={person.name}>
      <a
        href="#main"
        className="sr-only rounded-control bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the content
      </a>
      <div className="flex min-h-dvh">
        <Rail person={person} />
        <div className="flex min-w-0 flex-1 flex-col">
          <SystemBanner />
          <InstallationBanner />
          <StopBanner role={person.role} />
          {demo === null ? null : <DemoBanner clock={demo} mayJump={can(person.role, 'clock.jump')} />}
          <header className="sticky top-0 z-20 flex min-h-14 items-center justify-between gap-3 border-b bg-bg px-4 py-1.5 md:px-6">
            <p className="min-w-0 truncate text-muted">{workspaceName}</p>
            <StopButton role={person.role} />
          </header>
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-[1280px] flex-1 px-4 pt-4 pb-24 md:px-6 md:pb-10"
          >
            <PersonProvider role={person.role}>{children}</PersonProvider>
          </main>
        </div>
      </div>
      <BottomBar person={person} />
      <Toaster />
    </StopProvider>
  );
}
