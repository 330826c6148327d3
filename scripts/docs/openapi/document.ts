import { problems } from '@warder/protocol'
import { routes } from '../../../packages/warder/src/routes.ts'
import type { Route } from '../../../packages/warder/src/http/router.ts'
import { answerSchemas } from './answers/schemas.ts'
import { operationOf, pathOf, type Operation } from './operation.ts'
import { securitySchemes } from './security.ts'

/** An OpenAPI 3.1 document: every row of the table of routes. The server puts its own address into it. */
export async function openApiDocument() {
  const paths: Record<string, Record<string, Operation>> = {}
  for (const route of routes.filter(({ path }) => !isAsset(path))) {
    const path = (paths[pathOf(route)] ??= {})
    path[route.method.toLowerCase()] = await operationOf(route)
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Warder',
      version: '1',
      description:
        'Sign-in, OAuth 2.1 and OpenID Connect, and administration. Errors are told in docs/errors.md.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes,
      schemas: { ...schemas, ...answerSchemas() },
      responses,
      parameters,
      headers,
    },
  }
}

/** `npm run docs` writes it where the server has it at hand. */
export async function openApiFile(): Promise<string> {
  return `${JSON.stringify(await openApiDocument(), null, 1)}\n`
}

/** A file of a page, which is named for its content. */
const isAsset = (path: Route['path']) => path.startsWith('/assets/')

const text = { type: 'string' } as const

const schemas = {
  Problem: {
    description: 'RFC 9457',
    type: 'object',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: text,
      title: text,
      status: { type: 'integer' },
      detail: text,
      instance: text,
      code: { enum: Object.keys(problems) },
      errors: {
        type: 'array',
        items: {
          type: 'object',
          properties: { pointer: text, detail: text },
          required: ['pointer', 'detail'],
        },
      },
    },
  },
  OAuthError: {
    description: 'RFC 6749 §5.2',
    type: 'object',
    required: ['error'],
    properties: { error: text, error_description: text },
  },
  ScimError: {
    description: 'RFC 7644 §3.12',
    type: 'object',
    required: ['schemas', 'status'],
    properties: { schemas: { type: 'array', items: text }, status: text, scimType: text, detail: text },
  },
}

const json = (name: keyof typeof schemas, type = 'application/json') => ({
  [type]: { schema: { $ref: `#/components/schemas/${name}` } },
})

const responses = {
  problem: { description: 'What went wrong.', content: json('Problem', 'application/problem+json') },
  oauth: { description: 'What went wrong.', content: json('OAuthError') },
  scim: {
    description: 'What went wrong (RFC 7644 §3.12).',
    content: json('ScimError', 'application/scim+json'),
  },
  page: { description: 'A page that says what went wrong.', content: { 'text/html': { schema: text } } },
}

const parameters = {
  limit: {
    name: 'limit',
    in: 'query',
    description: 'How many, at most.',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  },
  cursor: { name: 'cursor', in: 'query', description: 'The next_cursor of the page before.', schema: text },
  'If-Match': {
    name: 'If-Match',
    in: 'header',
    required: true,
    description: 'The ETag of what was read, or * (RFC 9110 §13.1.1).',
    schema: text,
  },
  'Idempotency-Key': {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'The same call with the same key makes one thing, for a day.',
    schema: { type: 'string', maxLength: 255 },
  },
}

const headers = {
  ETag: { description: 'Names the state of what is shown (RFC 9110 §8.8.3).', schema: text },
}
