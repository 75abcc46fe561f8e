import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Api } from '../contracts/api';
import { api as contract } from '../contracts/api';
import { randomKey, sendAgain } from './post-once';
import { problemOf, readableProblem } from './problem';

/** A form may name the key itself, so that what it sends again by hand is still done once. */
export interface RequestContext {
  key?: string;
}

const link = new OpenAPILink<RequestContext>(contract, {
  url: () => `${window.location.origin}/api/v1`,
  headers: ({ context }) => ({ 'idempotency-key': context.key ?? randomKey() }),
  fetch: async (request, init) => readableProblem(await sendAgain(request, init)),
  customErrorResponseBodyDecoder: problemOf,
});

/** The typed client of `/api/v1`, for event handlers. */
export const client: ContractRouterClient<Api, RequestContext> = createORPCClient(link);

/** Query and mutation options for TanStack Query: `api.accounts.list.queryOptions({ input: {} })`. */
export const api = createTanstackQueryUtils(client);
