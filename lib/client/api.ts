import { createORPCClient } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import type { JsonifiedClient } from '@orpc/openapi-client';
import { OpenAPILink } from '@orpc/openapi-client/fetch';
import { createTanstackQueryUtils } from '@orpc/tanstack-query';
import type { Api } from '../contracts/api';
import { api as contract } from '../contracts/api';
import { problemOf } from './problem';

const link = new OpenAPILink(contract, {
  url: () => `${window.location.origin}/api/v1`,
  // A POST that the network swallowed may be sent again: the key makes the second one the first (design.md §6).
  headers: () => ({ 'idempotency-key': crypto.randomUUID() }),
  customErrorResponseBodyDecoder: problemOf,
});

/** The typed client of `/api/v1`, for event handlers. */
export const client: JsonifiedClient<ContractRouterClient<Api>> = createORPCClient(link);

/** Query and mutation options for TanStack Query: `api.accounts.list.queryOptions({ input: {} })`. */
export const api = createTanstackQueryUtils(client);
