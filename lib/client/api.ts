import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Api } from '../contracts/api';
import { api as contract } from '../contracts/api';
import { randomKey, sendAgain } from './post-once';
import { problemOf, readableProblem } from './problem';

const link = new OpenAPILink(contract, {
  url: () => `${window.location.origin}/api/v1`,
  headers: () => ({ 'idempotency-key': randomKey() }),
  fetch: async (request, init) => readableProblem(await sendAgain(request, init)),
  customErrorResponseBodyDecoder: problemOf,
});

/** The typed client of `/api/v1`, for event handlers. */
export const client: ContractRouterClient<Api> = createORPCClient(link);

/** Query and mutation options for TanStack Query: `api.accounts.list.queryOptions({ input: {} })`. */
export const api = createTanstackQueryUtils(client);
