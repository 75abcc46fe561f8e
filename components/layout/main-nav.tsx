'use client';

import { Ellipsis, LogOut } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { signOut } from 'next-auth/react';
import { Popover } from 'radix-ui';
import { useState } from 'react';
import { cn } from '@/components/ui/class-names';
import type { Role } from '@/lib/domain/access/roles';
import { type NavItem, navItemsFor, placeOf } from './nav-items';

export interface Person {
  name: string;
  role: Role;
}

/** The left rail: 232 px with words from 1024 on, 56 px of icons from 768 on, none below. */
export function Rail({ person }: { person: Person }) {
  const items = navItemsFor(person.role);
  const current = placeOf(usePathname(), items);
  return (
    <nav
      aria-label="Main"
      className="sticky top-0 hidden h-dvh w-14 shrink-0 flex-col border-r bg-subtle p-2 md:flex lg:w-58 lg:p-3"
    >
      <p className="mb-4 truncate px-2 text-lead font-semibold">
        <span className="lg:hidden">H</span>
        <span className="hidden lg:inline">Headroom</span>
      </p>
      <ul className="min-h-0 flex-1 space-y-1 overflow-y-auto">
        {items.map((item) => (
          <li key={item.href}>
            <NavLink item={item} current={item === current} className={RAIL_LINK} labelClass={RAIL_LABEL} />
          </li>
        ))}
      </ul>
      <p className="hidden truncate px-2 text-meta text-muted lg:block">
        {person.name}, {person.role}
      </p>
      <button type="button" onClick={leave} className={cn(RAIL_LINK, 'w-full text-muted hover:bg-sunken')}>
        <LogOut aria-hidden className="size-4 shrink-0" strokeWidth={1.75} />
        <span className={RAIL_LABEL}>Sign out</span>
      </button>
    </nav>
  );
}

const RAIL_LINK =
  'flex min-h-9 items-center justify-center gap-3 rounded-control px-2 font-medium focus-visible:-outline-offset-2 lg:justify-start';
const RAIL_LABEL = 'sr-only lg:not-sr-only';

/** The bottom bar of phones: four places and More. */
export function BottomBar({ person }: { person: Person }) {
  const [open, setOpen] = useState(false);
  const items = navItemsFor(person.role);
  const current = placeOf(usePathname(), items);
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-30 border-t bg-bg pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <ul className="grid grid-cols-5">
        {items
          .filter((item) => item.place === 'bar')
          .map((item) => (
            <li key={item.href}>
              <NavLink item={item} current={item === current} className={BAR_LINK} />
            </li>
          ))}
        <li>
          <Popover.Root open={open} onOpenChange={setOpen}>
            <Popover.Trigger className={cn(BAR_LINK, 'text-muted')}>
              <Ellipsis aria-hidden className="size-5" strokeWidth={1.75} />
              More
            </Popover.Trigger>
            <Popover.Portal>
              <Popover.Content
                aria-label="More"
                side="top"
                collisionPadding={8}
                className="z-40 w-56 rounded-panel border border-control bg-bg p-2 shadow-overlay"
              >
                <ul>
                  {items
                    .filter((item) => item.place === 'more')
                    .map((item) => (
                      <li key={item.href}>
                        <NavLink
                          item={item}
                          current={item === current}
                          onNavigate={() => setOpen(false)}
                          className={MORE_LINK}
                        />
                      </li>
                    ))}
                  <li>
                    <button type="button" onClick={leave} className={cn(MORE_LINK, 'w-full')}>
                      <LogOut aria-hidden className="size-4" strokeWidth={1.75} />
                      Sign out
                    </button>
                  </li>
                </ul>
              </Popover.Content>
            </Popover.Portal>
          </Popover.Root>
        </li>
      </ul>
    </nav>
  );
}

const BAR_LINK =
  'flex min-h-14 w-full flex-col items-center justify-center gap-0.5 text-meta font-medium focus-visible:-outline-offset-2';
const MORE_LINK = 'flex min-h-11 items-center gap-3 rounded-control px-3';

interface NavLinkProps {
  item: NavItem;
  current: boolean;
  className: string;
  labelClass?: string;
  onNavigate?: () => void;
}

function NavLink({ item, current, className, labelClass, onNavigate }: NavLinkProps) {
  const Icon = item.icon;
  return (
    <Link
      href={item.href}
      aria-current={current ? 'page' : undefined}
      onClick={onNavigate}
      className={cn(className, current ? 'bg-sunken text-accent' : 'text-muted hover:bg-sunken')}
    >
      <Icon aria-hidden className="size-5 shrink-0 lg:size-4" strokeWidth={1.75} />
      <span className={labelClass}>{item.label}</span>
    </Link>
  );
}

function leave() {
  void signOut({ callbackUrl: '/sign-in' });
}
