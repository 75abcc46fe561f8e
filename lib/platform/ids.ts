import { randomBytes } from 'node:crypto';

const PREFIXES = {
  account: 'acc',
  campaign: 'cmp',
  prospect: 'ppl',
  enrolment: 'enr',
  send: 'snd',
  list: 'lst',
  import: 'imp',
  invitation: 'inv',
  thread: 'thr',
  user: 'usr',
  workspace: 'wsp',
  step: 'stp',
  identity: 'idn',
  suppression: 'sup',
  control: 'ctl',
  token: 'tok',
  audit: 'aud',
  event: 'evt',
  signal: 'sig',
  message: 'msg',
  link: 'lnk',
  page: 'pag',
} as const;
export type IdKind = keyof typeof PREFIXES;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new prefixed id, e.g. `acc_01h…`: 96 random bits, safe in a URL. */
export function newId(kind: IdKind): string {
  let out = `${PREFIXES[kind]}_`;
  for (const byte of randomBytes(20)) out += ALPHABET[byte % 32];
  return out;
}
