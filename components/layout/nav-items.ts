import {
  Activity,
  Gauge,
  House,
  Inbox,
  type LucideIcon,
  Megaphone,
  ShieldCheck,
  Upload,
  UserPlus,
  UsersRound,
} from 'lucide-react';
import type { Role } from '@/lib/domain/access/roles';

export interface NavItem {
  href: string;
  label: string;
  icon: LucideIcon;
  /** Where it stands on a phone: in the bottom bar or under More. */
  place: 'bar' | 'more';
}

/** The places of the app that a role may see, in order. */
export function navItemsFor(role: Role): NavItem[] {
  return role === 'owner' || role === 'admin' ? ITEMS : ITEMS.filter((item) => !isInside(item.href, '/admin'));
}

/** The place that a path lies in: the innermost of those that hold it. */
export function placeOf(path: string, items: NavItem[]): NavItem | undefined {
  const holding = items.filter((item) => isInside(path, item.href));
  return holding.toSorted((a, b) => b.href.length - a.href.length)[0];
}

/** Whether a path lies in a place: the place itself or a page under it. */
export function isInside(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`);
}

const ITEMS: NavItem[] = [
  { href: '/today', label: 'Today', icon: House, place: 'bar' },
  { href: '/campaigns', label: 'Campaigns', icon: Megaphone, place: 'bar' },
  { href: '/inbox', label: 'Inbox', icon: Inbox, place: 'bar' },
  { href: '/accounts', label: 'Accounts', icon: UsersRound, place: 'bar' },
  { href: '/invitations', label: 'Invitations', icon: UserPlus, place: 'more' },
  { href: '/import', label: 'Import', icon: Upload, place: 'more' },
  { href: '/admin', label: 'Admin', icon: ShieldCheck, place: 'more' },
  { href: '/admin/system', label: 'System', icon: Activity, place: 'more' },
  { href: '/help/limits', label: 'Help: Limits', icon: Gauge, place: 'more' },
];
