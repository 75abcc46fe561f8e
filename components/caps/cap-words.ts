import type { CapKind } from '@/lib/domain/limits/constants';

/** The words of one kind of cap: the legend, the unit of the steppers, the plural, and where its limits are explained. */
export interface CapWords {
  legend: string;
  one: string;
  many: string;
  anchor: string;
}

export const CAP_WORDS: Record<CapKind, CapWords> = {
  invite: { legend: 'Invites per day', one: 'invite', many: 'invites', anchor: '/help/limits#invites' },
  message: { legend: 'Messages per day', one: 'message', many: 'messages', anchor: '/help/limits#bucket' },
  inmail: { legend: 'InMails per day', one: 'InMail', many: 'InMails', anchor: '/help/limits#inmail' },
};

/** Where the help page explains the limit of a term. */
export function anchorOf(code: string): string {
  if (code.startsWith('ramp')) return '/help/limits#ramp';
  if (code.startsWith('engagement')) return '/help/limits#bucket';
  if (code.startsWith('invite')) return '/help/limits#invites';
  if (code.startsWith('inmail')) return '/help/limits#inmail';
  return '/help/limits#effective';
}
