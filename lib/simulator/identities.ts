import { createHash } from 'node:crypto';
import { draw } from '@/lib/domain/pacing/seeded-draw';
import { type Degree, type Person, personOf } from './people';
import type { Account } from './records';
import type { Simulation } from './simulation';
import { type Op, put } from './store';

/** The id under which one account sees one person; another account sees the same person under another. */
export function personIdOf(seed: string, accountId: string, slug: string): string {
  return `ACoAA${token(34, seed, accountId, slug, 'person')}`;
}

/** Letters, digits, `-` and `_` that depend on the parts alone. */
export function token(length: number, ...parts: string[]): string {
  let out = '';
  for (let round = 0; out.length < length; round += 1) {
    out += createHash('sha256')
      .update([...parts, String(round)].join('\u0000'))
      .digest('base64url');
  }
  return out.slice(0, length);
}

/** Digits that depend on the parts alone, as LinkedIn's invitation ids look. */
export function digits(...parts: string[]): string {
  const number = createHash('sha256').update(parts.join('\u0000')).digest().readBigUInt64BE() % 10n ** 18n;
  return `7${number.toString().padStart(18, '0')}`;
}

/** A person as one account sees them now. */
export interface Tie {
  person: Person;
  personId: string;
  degree: Degree;
  acceptsInmail: boolean;
}

/** Finds the person by slug or by this account's own id of them; null where there is nobody. */
export function findTie(simulation: Simulation, account: Account, slugOrId: string): Tie | null {
  const known = simulation.store.get('known', slugOrId);
  // An id belongs to the account that looked it up; on another account it names nobody.
  if (known !== undefined && known.accountId !== account.id) return null;
  if (known === undefined && slugOrId.startsWith('ACo')) return null;
  return tieOf(simulation, account, known?.slug ?? slugOrId.toLowerCase());
}

/** As `findTie`, by slug alone. */
export function tieOf(simulation: Simulation, account: Account, slug: string): Tie | null {
  const { seed, store } = simulation;
  const person = personOf(seed, slug);
  if (person === null) return null;
  const related = store.get('relation', relationKey(account.id, slug)) !== undefined;
  return {
    person,
    personId: personIdOf(seed, account.id, slug),
    degree: related ? 1 : (person.degree ?? drawnDegree(`${seed}|${account.id}|${slug}|degree`)),
    acceptsInmail: person.openProfile || draw(`${seed}|${slug}|inmail`) < 0.95,
  };
}

/** Remembers whom an id stands for, once it has been handed out. */
export function knownOp(account: Account, tie: Tie): Op {
  return put('known', tie.personId, { accountId: account.id, slug: tie.person.slug });
}

export function relationKey(accountId: string, slug: string): string {
  return `${accountId}|${slug}`;
}

function drawnDegree(key: string): Degree {
  const chance = draw(key);
  if (chance < 0.02) return 1;
  if (chance < 0.6) return 2;
  return chance < 0.96 ? 3 : 4;
}
