import { oc } from '@orpc/contract';
import { z } from 'zod';
import { IMPORT_KINDS, IMPORT_STATES } from '../domain/imports/constants';
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
  state: z.enum(IMPORT_STATES),
  createdAt: moment,
  kind: z.enum(IMPORT_KINDS),
  /** Of a search: the account that makes it, and how many people are wanted at most. */
  accountId: id.nullable(),
  most: z.number().nullable(),
  /** Why a search waits or has failed, and when it asks for its next page. */
  stateReason: z.string().nullable(),
  nextAt: moment.nullable(),
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

const audience = z.object({
  accountId: id,
  /** The address of a search on LinkedIn or Sales Navigator, or keywords. */
  search: z.string().trim().min(1, 'Paste the address of a search, or write keywords.').max(4_000),
  listName: z.string().trim().min(1, 'Name the list.').max(200),
  /** How many people at most; one search gives 1,000, with Sales Navigator 2,500. */
  most: z.number().int().min(1, 'Ask for at least one person.').max(2_500),
});

export const imports = {
  list: oc
    .route({ method: 'GET', path: '/imports' })
    .input(paging.extend({ kind: z.enum(IMPORT_KINDS).optional() }))
    .output(pageOf(receipt)),
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
  audience: oc.route({ method: 'POST', path: '/imports/audience', successStatus: 201 }).input(audience).output(receipt),
  cancel: oc.route({ method: 'PUT', path: '/imports/{id}/cancel' }).input(byId).output(receipt),
  get: oc.route({ method: 'GET', path: '/imports/{id}' }).input(byId).output(receipt),
  rows: oc
    .route({ method: 'GET', path: '/imports/{id}/rows' })
    .input(paging.extend({ id, verdict: importVerdict.optional() }))
    .output(pageOf(row)),
};
