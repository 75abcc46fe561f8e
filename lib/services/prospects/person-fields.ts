import type { IdentityKey } from '../../../db/queries/prospects';

/** The columns of a person that a file or a form may fill. */
export const PERSON_FIELDS = [
  'firstName',
  'lastName',
  'fullName',
  'company',
  'title',
  'location',
  'email',
  'phone',
  'linkedinSlug',
] as const;
export type PersonField = (typeof PERSON_FIELDS)[number];
export type PersonFields = Record<PersonField, string | null>;

/** The handles a person is known by; each belongs to one person of a workspace. Values must be normalised. */
export function identityKeysOf(fields: Pick<PersonFields, 'linkedinSlug' | 'email' | 'phone'>): IdentityKey[] {
  return [
    ...(fields.linkedinSlug === null ? [] : [{ kind: 'linkedin_slug' as const, value: fields.linkedinSlug }]),
    ...(fields.email === null ? [] : [{ kind: 'email' as const, value: fields.email }]),
    ...(fields.phone === null ? [] : [{ kind: 'phone' as const, value: fields.phone }]),
  ];
}
