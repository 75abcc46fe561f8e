import { oc } from '@orpc/contract';
import { z } from 'zod';
import { id, moment } from './shapes';

const finding = z.object({ kind: z.enum(['invite', 'message', 'reply']), prospectId: id, at: moment });
const state = z.object({
  state: z.enum(['ours', 'moved', 'restored', 'gap']),
  since: moment.nullable(),
  accounts: z.array(
    z.object({
      id,
      name: z.string(),
      comparedAt: moment.nullable(),
      people: z.number().nullable(),
      unread: z.string().nullable(),
      findings: z.array(finding),
    }),
  ),
});
export type Installation = z.infer<typeof state>;

/** Whether this installation may send from its database, and a person's word that it may (design.md §2). */
export const installation = {
  read: oc.route({ method: 'GET', path: '/installation' }).output(state),
  confirm: oc.route({ method: 'PUT', path: '/installation/confirm' }).output(z.object({ confirmedAt: moment })),
};
