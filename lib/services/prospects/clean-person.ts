import type { FieldError } from '../../platform/errors';
import { AppError } from '../../platform/errors';
import type { PersonField, PersonFields } from './person-fields';
import { PERSON_FIELDS } from './person-fields';

/** A person as a form writes it; a blank text clears a field, a missing one leaves it. */
export type PersonInput = Partial<Record<PersonField, string | null>> & {
  linkedinUrl?: string | null;
  custom?: Record<string, string>;
};

/** Trimmed fields with normalised handles, over those of `before`; throws with every field that is wrong. */
export function cleanPerson(input: PersonInput, before?: PersonFields): PersonFields {
  const { fields, problems } = judgePerson({ ...input, linkedinSlug: input.linkedinUrl ?? input.linkedinSlug }, before);
  if (problems.length > 0)
    throw new AppError('validation_failed', 'Some fields of this person are wrong.', { fields: problems });
  return fields;
}

/** The clean fields of a person and what is wrong with the others. */
export function judgePerson(
  input: Partial<Record<PersonField, string | null | undefined>>,
  before?: PersonFields,
): { fields: PersonFields; problems: FieldError[] } {
  const problems: FieldError[] = [];
  const read = (name: PersonField): string | null => {
    const given = input[name];
    if (given === undefined) return before?.[name] ?? null;
    const text = given?.trim() ?? '';
    if (text === '') return null;
    const { value, message } = CLEAN[name]?.(text) ?? { value: text.slice(0, TEXT_CHARS_MAX), message: '' };
    if (value === null) problems.push({ path: name, message });
    return value;
  };
  const [firstName, lastName, fullName, company, title, location, email, phone, linkedinSlug] = PERSON_FIELDS.map(read);
  const text = (value: string | null | undefined) => value ?? null;
  return {
    fields: {
      firstName: text(firstName),
      lastName: text(lastName),
      fullName: text(fullName),
      company: text(company),
      title: text(title),
      location: text(location),
      email: text(email),
      phone: text(phone),
      linkedinSlug: text(linkedinSlug),
    },
    problems,
  };
}

const TEXT_CHARS_MAX = 500;

type Clean = (text: string) => { value: string | null; message: string };
const CLEAN: Partial<Record<PersonField, Clean>> = {
  email: (text) => ({
    value: EMAIL.test(text) && text.length <= 254 ? text.toLowerCase() : null,
    message: 'This is not an e-mail address.',
  }),
  phone: (text) => {
    const digits = text.replace(/[\s().\-/]/g, '').replace(/^00/, '+');
    return {
      value: /^\+?\d{6,15}$/.test(digits) ? digits : null,
      message: 'Write the number with its country code, such as +49 30 1234567.',
    };
  },
  linkedinSlug: (text) => ({
    value: slugOf(text),
    message: 'Use the address of a personal profile, such as linkedin.com/in/name.',
  }),
};

const EMAIL = /^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;.]+$/;

/** The slug of a profile address or a bare slug, decoded and in lower case. */
function slugOf(text: string): string | null {
  const match = /^(?:https?:\/\/)?(?:[a-z-]+\.)*linkedin\.com\/in\/([^/?#\s]+)/i.exec(text);
  const raw = match?.[1] ?? (/^[^\s/?#.:@]+$/.test(text) ? text : null);
  if (raw === null) return null;
  try {
    const slug = decodeURIComponent(raw).normalize('NFC').toLowerCase();
    return slug.length >= 2 && slug.length <= 200 ? slug : null;
  } catch {
    return null;
  }
}
