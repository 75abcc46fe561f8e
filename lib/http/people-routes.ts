import { z } from 'zod';
import { AppError } from '../platform/errors';
import { decideHeld } from '../services/held/decide-held';
import { listHeld } from '../services/held/list-held';
import { cancelImport } from '../services/imports/cancel-import';
import { getImport } from '../services/imports/get-import';
import { importFile } from '../services/imports/import-file';
import { listImportRows } from '../services/imports/list-import-rows';
import { listImports } from '../services/imports/list-imports';
import { requestAudience } from '../services/imports/request-audience';
import { createList } from '../services/lists/create-list';
import { deleteList } from '../services/lists/delete-list';
import { listLists } from '../services/lists/list-lists';
import { renameList } from '../services/lists/rename-list';
import { createProspect } from '../services/prospects/create-prospect';
import { deleteProspect } from '../services/prospects/delete-prospect';
import { explainPerson } from '../services/prospects/explain-person';
import { getProspect } from '../services/prospects/get-prospect';
import { listProspects } from '../services/prospects/list-prospects';
import { patchProspect } from '../services/prospects/patch-prospect';
import { pausePerson } from '../services/prospects/pause-person';
import { resumePerson } from '../services/prospects/resume-person';
import { listSends } from '../services/sends/list-sends';
import { createSuppression } from '../services/suppressions/create-suppression';
import { deleteSuppression } from '../services/suppressions/delete-suppression';
import { listSuppressions } from '../services/suppressions/list-suppressions';
import { signed } from './request-context';

export const prospectRoutes = {
  list: signed.prospects.list.handler(({ input, context }) => listProspects(context.ctx, input)),
  create: signed.prospects.create.handler(({ input, context }) => createProspect(context.ctx, input)),
  get: signed.prospects.get.handler(({ input, context }) => getProspect(context.ctx, input)),
  patch: signed.prospects.patch.handler(({ input, context }) => patchProspect(context.ctx, input)),
  remove: signed.prospects.remove.handler(({ input, context }) => deleteProspect(context.ctx, input)),
  pause: signed.prospects.pause.handler(({ input, context }) => pausePerson(context.ctx, input)),
  resume: signed.prospects.resume.handler(({ input, context }) => resumePerson(context.ctx, input)),
  explanation: signed.prospects.explanation.handler(({ input, context }) => explainPerson(context.ctx, input)),
};

export const listRoutes = {
  list: signed.lists.list.handler(({ input, context }) => listLists(context.ctx, input)),
  create: signed.lists.create.handler(({ input, context }) => createList(context.ctx, input)),
  patch: signed.lists.patch.handler(({ input, context }) => renameList(context.ctx, input)),
  remove: signed.lists.remove.handler(({ input, context }) => deleteList(context.ctx, input)),
};

export const importRoutes = {
  create: signed.imports.create.handler(async ({ input, context }) => {
    const { file, listName } = input;
    const mapping = mappingOf(input.mapping);
    const bytes = new Uint8Array(await file.arrayBuffer());
    return importFile(context.ctx, { fileName: file.name, bytes, listName, ...(mapping === null ? {} : { mapping }) });
  }),
  list: signed.imports.list.handler(({ input, context }) => listImports(context.ctx, input)),
  audience: signed.imports.audience.handler(async ({ input, context }) => {
    const { workspaceId } = context;
    const asked = await requestAudience(context.ctx, input);
    const data = { workspaceId, accountId: input.accountId, importId: asked.id };
    await context.announce({ name: 'audience/requested', data });
    return asked;
  }),
  cancel: signed.imports.cancel.handler(({ input, context }) => cancelImport(context.ctx, input)),
  get: signed.imports.get.handler(({ input, context }) => getImport(context.ctx, input)),
  rows: signed.imports.rows.handler(({ input, context }) => listImportRows(context.ctx, input)),
};

/** In a form the mapping is JSON text, because a form has no nested values. */
function mappingOf(given: Record<string, string | null> | string | undefined): Record<string, string | null> | null {
  if (given === undefined || given === '') return null;
  if (typeof given !== 'string') return given;
  try {
    return z.record(z.string(), z.string().nullable()).parse(JSON.parse(given));
  } catch {
    throw new AppError('validation_failed', 'The mapping cannot be read.', {
      fields: [{ path: 'mapping', message: 'Send an object of column to field as JSON.' }],
    });
  }
}

export const sendRoutes = {
  list: signed.sends.list.handler(({ input, context }) => listSends(context.ctx, input)),
  held: signed.sends.held.handler(({ input, context }) => listHeld(context.ctx, input)),
  decide: signed.sends.decide.handler(({ input, context }) => decideHeld(context.ctx, input)),
};

export const suppressionRoutes = {
  list: signed.suppressions.list.handler(({ input, context }) => listSuppressions(context.ctx, input)),
  create: signed.suppressions.create.handler(({ input, context }) => createSuppression(context.ctx, input)),
  remove: signed.suppressions.remove.handler(({ input, context }) => deleteSuppression(context.ctx, input)),
};
