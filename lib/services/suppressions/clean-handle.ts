import type { IdentityKey, IdentityKind } from '../../../db/queries/prospects';
import { AppError } from '../../platform/errors';
import { judgePerson } from '../prospects/clean-person';

/** A handle as it is stored, written in the same way as that of a person, so that the two meet. */
export function cleanHandle(kind: IdentityKind, text: string): IdentityKey {
  const { value, message } = CLEAN[kind](text.trim());
  if (value !== null) return { kind, value };
  throw new AppError('validation_failed', 'This cannot be suppressed.', { fields: [{ path: 'value', message }] });
}

type Cleaned = { value: string | null; message: string };

const CLEAN: Record<IdentityKind, (text: string) => Cleaned> = {
  linkedin_slug: (text) => personal('linkedinSlug', text),
  email: (text) => personal('email', text),
  phone: (text) => personal('phone', text),
  linkedin_id: (text) => ({
    value: /^[\w-]{5,120}$/.test(text) ? text : null,
    message: 'Use the id that the provider gives the person.',
  }),
  domain: (text) => {
    const domain = text.replace(/^@/, '').replace(/\.$/, '').toLowerCase();
    const fits = /^(?=.{4,253}$)([\p{L}\p{N}]([\p{L}\p{N}-]{0,61}[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,63}$/u.test(domain);
    return {
      value: fits ? domain : null,
      message: 'Write the part of an e-mail address after the @, such as example.com.',
    };
  },
};

function personal(field: 'linkedinSlug' | 'email' | 'phone', text: string): Cleaned {
  const { fields, problems } = judgePerson({ [field]: text });
  return { value: fields[field], message: problems[0]?.message ?? 'Give a value.' };
}
