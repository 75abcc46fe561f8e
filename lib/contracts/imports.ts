import { oc } from '@orpc/contract';
import { z } from 'zod';
import { byId, id, moment, pageOf, paging } from './shapes';

export const IMPORT_VERDICTS = ['created', 'merged', 'duplicate', 'suppressed', 'invalid'] as const;
export const importVerdict = z.enum(IMPORT_VERDICTS);

const receipt = z.object({
  id,
  listId: id,
  fileName: z.string(),
  /** The sum of the verdicts. */
  rows: z.number(),
  created: z.number(),
  merged: z.number(),
  duplicate: z.number(),
  suppressed: z.number(),
  invalid: z.number(),
  state: z.string(),
  createdAt: moment,
});
export type ImportReceipt = z.infer<typeof receipt>;

const row = z.object({
  rowNumber: z.number(),
  verdict: importVerdict,
  prospectId: id.nullable(),
  problems: z.unknown(),
  label: z.string().nullable(),
});

/** Column to field, null leaves a column out. In a form it is JSON text. */
const mapping = z.union([z.record(z.string(), z.string().nullable()), z.string()]);

export const imports = {
  create: oc
    .route({ method: 'POST', path: '/imports', successStatus: 201 })
    .input(
      z.object({
        file: z.file(),
        mapping: mapping.optional(),
        listName: z.string().trim().min(1, 'Name the list.').max(200),
      }),
    )
    .output(receipt),
  get: oc.route({ method: 'GET', path: '/imports/{id}' }).input(byId).output(receipt),
  rows: oc
    .route({ method: 'GET', path: '/imports/{id}/rows' })
    .input(paging.extend({ id, verdict: importVerdict.optional() }))
    .output(pageOf(row)),
};
