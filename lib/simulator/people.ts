import { draw, drawWhole } from '@/lib/domain/pacing/seeded-draw';
import type { Degree } from './people-rows';
import { SAMPLE_ROWS } from './people-rows';

/** Sixty fictional people for `public/samples`; the simulator knows the same people under the same slugs. */
export function samplePeople(): SamplePerson[] {
  return SAMPLE_ROWS.map(([firstName, lastName, company, title, location, degree, openProfile]) => ({
    slug: slugOf(firstName, lastName, `sample|${firstName}|${lastName}`),
    firstName,
    lastName,
    company,
    title,
    location,
    degree,
    openProfile,
  }));
}

export interface SamplePerson {
  slug: string;
  firstName: string;
  lastName: string;
  company: string;
  title: string;
  location: string;
  /** 1-3; 4 = out of network. */
  degree: Degree;
  openProfile: boolean;
}
export type { Degree } from './people-rows';

export interface Person {
  slug: string;
  firstName: string;
  lastName: string;
  company: string;
  title: string;
  location: string;
  /** null where each account sees this person from its own distance. */
  degree: Degree | null;
  openProfile: boolean;
}

/**
 * The person behind a slug: a sample person, or one made up from the slug and the seed, the same on every look-up.
 * Null for a slug that names nobody (`missing-…`, or not a slug at all).
 */
export function personOf(seed: string, slug: string): Person | null {
  const sample = SAMPLE_BY_SLUG.get(slug);
  if (sample !== undefined) return sample;
  if (slug.startsWith('missing-') || !SLUG.test(slug)) return null;
  const words = slug.split(/[-_]/).filter((word) => word !== '' && !/\d/.test(word));
  const other = SAMPLE_ROWS[drawWhole(`${seed}|${slug}|work`, 0, SAMPLE_ROWS.length - 1)];
  const place = SAMPLE_ROWS[drawWhole(`${seed}|${slug}|place`, 0, SAMPLE_ROWS.length - 1)];
  return {
    slug,
    firstName: capital(words[0] ?? 'Alex'),
    lastName: words.slice(1).map(capital).join(' ') || 'Moreau',
    company: other?.[2] ?? 'Northwind Mills',
    title: other?.[3] ?? 'Operations Manager',
    location: place?.[4] ?? 'Lyon, France',
    degree: null,
    openProfile: draw(`${seed}|${slug}|open`) < 0.12,
  };
}

/** A made-up person for a drawn place in the world, e.g. an old connection of an account. */
export function drawnSlug(key: string): string {
  const first = SAMPLE_ROWS[drawWhole(`${key}|first`, 0, SAMPLE_ROWS.length - 1)];
  const last = SAMPLE_ROWS[drawWhole(`${key}|last`, 0, SAMPLE_ROWS.length - 1)];
  return `${slugOf(first?.[0] ?? 'Alex', last?.[1] ?? 'Moreau', key)}${drawWhole(`${key}|more`, 10, 99)}`;
}

// Letters of any script, digits, hyphens and underscores, as profile addresses have them.
const SLUG = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}_-]{2,99}$/u;

function slugOf(firstName: string, lastName: string, key: string): string {
  const plain = `${firstName} ${lastName}`.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return `${plain.replace(/[^a-z]+/g, '-')}-${drawWhole(key, 1000, 9999)}`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const SAMPLE_BY_SLUG = new Map(samplePeople().map((person) => [person.slug, person]));
