import { ScimError } from './error.ts'
import { resourceTypes, schemas } from './schema/resource-types.ts'

/** Resources in an answer at most. */
export const mostResults = 200

/** Which part of a list is asked for; the first is 1. */
export type Part = { start: number; count: number }

/**
 * RFC 7644 §3.4.2.4: less than 1 is 1, less than 0 is 0, and a server may answer less than is asked for.
 *
 * @throws ScimError `invalidValue` for what is no number
 */
export function parsePart(startIndex: string | null, count: string | null): Part {
  const start = startIndex === null ? 1 : numberIn('startIndex', startIndex)
  const asked = count === null ? mostResults / 2 : numberIn('count', count)
  return { start: Math.max(1, start), count: Math.min(Math.max(0, asked), mostResults) }
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

/** What this server can do (RFC 7643 §5). */
export function serviceProviderConfig(base: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServiceProviderConfig'],
    patch: { supported: true },
    bulk: { supported: false, maxOperations: 0, maxPayloadSize: 0 },
    filter: { supported: true, maxResults: mostResults },
    changePassword: { supported: false },
    sort: { supported: true },
    etag: { supported: true },
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
