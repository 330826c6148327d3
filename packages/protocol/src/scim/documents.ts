import { mostBulkBytes, mostOperations } from './bulk/request.ts'
import { ScimError } from './error.ts'
import { resourceTypes, schemas } from './schema/resource-types.ts'

/** Resources in an answer at most. */
export const mostResults = 200
const usualResults = 100

/** Which part of a list is asked for: from a place on, of which the first is 1, or behind an id. */
export type Part = {
  start: number
  count: number
  /** Where somebody goes by a cursor. Empty for the beginning. */
  after: string | undefined
}

/**
 * RFC 7644 §3.4.2.4: less than 1 is 1, less than 0 is 0, and a server may answer less than is asked for.
 *
 * @throws ScimError `invalidValue` for what is no number; `invalidCursor`
 */
export function parsePart(startIndex: string | null, count: string | null, cursor: string | null): Part {
  const start = startIndex === null ? 1 : numberIn('startIndex', startIndex)
  const asked = count === null ? usualResults : numberIn('count', count)
  // RFC 9865 §2: one way or the other.
  if (cursor !== null && startIndex !== null)
    throw new ScimError('invalidValue', 'Send a startIndex or a cursor, and not both.')
  if (cursor !== null && !/^[\w-]{0,64}$/.test(cursor))
    throw new ScimError('invalidCursor', 'This is no cursor of an answer.')
  return {
    start: Math.max(1, start),
    count: Math.min(Math.max(0, asked), mostResults),
    after: cursor ?? undefined,
  }
}

function numberIn(name: string, text: string): number {
  if (/^-?\d{1,9}$/.test(text)) return Number(text)
  throw new ScimError('invalidValue', `${name} is a number.`)
}

/** RFC 7644 §3.4.2: how many there are in all, and those of the part. */
export function listResponse(resources: readonly unknown[], total = resources.length, start = 1) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: total,
    startIndex: start,
    itemsPerPage: resources.length,
    Resources: resources,
  }
}

/** RFC 7644 §3.7: what became of the operations that were tried. */
export function bulkResponse<O>(operations: readonly O[]) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:BulkResponse'],
    Operations: operations,
  }
}

/** RFC 9865 §2: the same by a cursor. There is more where one for the next page is told, and nobody counts what a filter meets. */
export function cursorResponse(
  resources: readonly unknown[],
  total: number | undefined,
  next: string | undefined,
) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    ...(total !== undefined && { totalResults: total }),
    itemsPerPage: resources.length,
    ...(next !== undefined && { nextCursor: next }),
    Resources: resources,
  }
}

/** What this server can do (RFC 7643 §5). */
export function serviceProviderConfig(base: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: true, maxOperations: mostOperations, maxPayloadSize: mostBulkBytes },
    filter: { supported: true, maxResults: mostResults },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
    // RFC 9865 §4.
    pagination: {
      cursor: true,
      index: true,
      defaultPaginationMethod: 'index',
      defaultPageSize: usualResults,
      maxPageSize: mostResults,
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'Bearer token',
        description: 'The token of a provisioning connection, which begins with wsc_.',
        specUri: 'https://www.rfc-editor.org/info/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${base}/ServiceProviderConfig` },
  }
}

/** RFC 7643 §6. */
export function resourceTypeDocuments(base: string) {
  return resourceTypes.map(({ name, endpoint, schema, extensions }) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ResourceType'],
    id: name,
    name,
    description: schema.description,
    endpoint,
    schema: schema.id,
    schemaExtensions: extensions.map(({ id }) => ({ schema: id, required: false })),
    meta: { resourceType: 'ResourceType', location: `${base}/ResourceTypes/${name}` },
  }))
}

/** RFC 7643 §7. */
export function schemaDocuments(base: string) {
  return schemas.map((schema) => ({
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:Schema'],
    ...schema,
    meta: { resourceType: 'Schema', location: `${base}/Schemas/${schema.id}` },
  }))
}
