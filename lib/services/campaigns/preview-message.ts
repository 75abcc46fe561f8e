import { samplePeople } from '../../../db/queries/enrolments-api';
import type { ProspectRow } from '../../../db/queries/prospects';
import { prospectRow } from '../../../db/queries/prospects';
import { AppError } from '../../platform/errors';
import type { ServiceContext } from '../context';
import { authorise, withWorkspace } from '../context';
import { campaignFor } from './campaign-access';

/** Shows a text as a person of the campaign would get it, with the variables that have no value. Sends nothing. */
export async function previewMessage(
  ctx: ServiceContext,
  input: { id: string; text: string; subject?: string | null; prospectId?: string },
) {
  authorise(ctx, 'read');
  return withWorkspace(ctx, async (tx) => {
    await campaignFor(tx, input.id);
    const [sample] = input.prospectId === undefined ? await samplePeople(tx, input.id, 1) : [];
    const person =
      input.prospectId === undefined ? (sample?.prospect ?? null) : await prospectRow(tx, input.prospectId);
    if (input.prospectId !== undefined && person === null) throw new AppError('not_found', 'There is no such person.');
    const text = fill(input.text, person);
    const subject = input.subject === undefined || input.subject === null ? null : fill(input.subject, person);
    return {
      prospectId: person?.id ?? null,
      text: text.text,
      subject: subject?.text ?? null,
      missing: [...new Set([...text.missing, ...(subject?.missing ?? [])])],
      characters: text.text.length,
    };
  });
}

/** `{{first_name|there}}`: the person's value, else the fallback; without either it stays, and is named as missing. */
function fill(template: string, person: ProspectRow | null): { text: string; missing: string[] } {
  const missing: string[] = [];
  const text = template.replace(
    /\{\{\s*([\w.]+)\s*(?:\|([^}]*))?\}\}/g,
    (whole, name: string, fallback: string | undefined) => {
      const value = fieldOf(person, name) ?? fallback?.trim();
      if (value !== undefined) return value;
      missing.push(name);
      return whole;
    },
  );
  return { text, missing };
}

function fieldOf(person: ProspectRow | null, name: string): string | undefined {
  if (person === null) return undefined;
  const values: Record<string, string | null> = {
    ...person.custom,
    firstname: person.firstName,
    lastname: person.lastName,
    fullname: person.fullName,
    company: person.company,
    title: person.title,
    location: person.location,
  };
  return values[name.replace(/^custom\./, '')] ?? values[name.toLowerCase().replaceAll('_', '')] ?? undefined;
}
