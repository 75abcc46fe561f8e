import { OpenAPIGenerator } from '@orpc/openapi';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import { z } from 'zod';
import { api } from '../contracts/api';
import { ERROR_CODES } from '../platform/errors';

let kept: Promise<string> | undefined;

/** The description of the API (OpenAPI 3.1) from the same contracts that check every request; made once a process. */
export function openApiText(serverUrl: string): Promise<string> {
  kept ??= describe(serverUrl);
  return kept;
}

async function describe(serverUrl: string): Promise<string> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const document = await generator.generate(api, {
    info: { title: 'Headroom', version: '1' },
    servers: [{ url: serverUrl }],
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: PROBLEM },
      parameters: { IdempotencyKey: IDEMPOTENCY_KEY },
    },
    security: [{ bearer: [] }],
  });
  const paths = z.record(z.string(), z.record(z.string(), operation)).parse(document.paths);
  for (const methods of Object.values(paths)) {
    for (const [method, entry] of Object.entries(methods)) complete(method, entry);
  }
  return JSON.stringify({ ...document, paths });
}

const operation = z.looseObject({
  parameters: z.array(z.unknown()).optional(),
  requestBody: z.looseObject({ content: z.record(z.string(), z.unknown()) }).optional(),
  responses: z.record(z.string(), z.unknown()),
});

/** What the contracts cannot say: the form of an error, the key of a POST, and that a file comes in a form alone. */
function complete(method: string, entry: z.infer<typeof operation>): void {
  entry.responses.default = {
    description: 'A refusal or an error',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  };
  if (method === 'post')
    entry.parameters = [...(entry.parameters ?? []), { $ref: '#/components/parameters/IdempotencyKey' }];
  const content = entry.requestBody?.content;
  if (content?.['multipart/form-data'] !== undefined) delete content['application/json'];
}

const PROBLEM = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code', 'detail'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    code: { enum: [...ERROR_CODES] },
    detail: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['path', 'message'],
        properties: { path: { type: 'string' as const }, message: { type: 'string' as const } },
      },
    },
  },
};

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header' as const,
  required: false,
  description: 'The same key with the same body within 24 hours gets the answer of the first request.',
  schema: { type: 'string' as const, minLength: 1, maxLength: 200 },
};
