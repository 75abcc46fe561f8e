import { samplePeople } from '../../../db/queries/enrolments-api';
import { prospectRow } from '../../../db/queries/prospects';
import { renderTemplate } from '../../domain/templates/render-template';
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
    const text = renderTemplate(input.text, person);
    const subject =
      input.subject === undefined || input.subject === null ? null : renderTemplate(input.subject, person);
    return {
      prospectId: person?.id ?? null,
      text: text.text,
      subject: subject?.text ?? null,
      missing: [...new Set([...text.missing, ...(subject?.missing ?? [])])],
      characters: text.text.length,
    };
  });
}
