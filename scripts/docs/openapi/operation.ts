import * as z from 'zod'
import type { Dialect } from '../../../packages/warder/src/http/errors.ts'
import type { Route } from '../../../packages/warder/src/http/router.ts'
import { clientMetadata } from '../../../packages/warder/src/oauth-server/registration/metadata.ts'
import { formOf } from './forms.ts'
import { successOf } from './success.ts'
import { securityOf } from './security.ts'

export type Operation = Record<string, unknown>

/** `/users/:id` as OpenAPI writes it. */
export const pathOf = ({ path }: Pick<Route, 'path'>): string => path.replaceAll(/:(\w+)/g, '{$1}')

/** One row, with what it says of itself: who may call it, what is sent, and how it answers. */
export async function operationOf(route: Route): Promise<Operation> {
  const { method, path, guard, permission, described } = route
  const { body, optional = false, query } = (await described?.()) ?? registration(route)
  const parameters = [
    ...[...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    })),
    ...(query && method === 'GET' ? [component('limit'), component('cursor')] : []),
    ...(query ? queryOf(query) : []),
    ...(route.state ? [component('If-Match')] : []),
    ...(method === 'POST' && body && permission ? [component('Idempotency-Key')] : []),
  ]
  return {
    operationId: nameOf(route),
    tags: [path.split('/')[1] === 'api' ? `api/${path.split('/')[2]}` : (path.split('/')[1] ?? '')],
    security: securityOf(guard, method),
    ...(permission !== undefined && { 'x-permission': permission }),
    ...(route.recent && { 'x-recent-sign-in': true }),
    ...(parameters.length > 0 && { parameters }),
    ...bodyOf(route, body && schemaOf(body), !optional),
    responses: { ...successOf(route), ...refusalsOf(route) },
  }
}

/** An application that registers itself may say more than this: what nobody knows is passed over (RFC 7591 §2). */
const registration = ({ method, path }: Route): { body?: object; optional?: boolean; query?: object } =>
  path.startsWith('/oauth/register') && method.startsWith('P') ? { body: clientMetadata } : {}

/** Files that are sent as they are, by what they may be. */
const files: Record<string, readonly string[]> = {
  'POST /api/admin/import': ['application/x-ndjson', 'application/json', 'text/csv'],
}

/** What is sent: JSON, a form of OAuth, or a file. */
function bodyOf(route: Route, json: object | undefined, required: boolean): object {
  const types = files[`${route.method} ${route.path}`]
  if (types) {
    const content = Object.fromEntries(types.map((type) => [type, { schema: { type: 'string' } }]))
    return { requestBody: { required, content } }
  }
  const form = formOf(route)
  if (form)
    return { requestBody: { required, content: { 'application/x-www-form-urlencoded': { schema: form } } } }
  return json ? { requestBody: { required, content: { 'application/json': { schema: json } } } } : {}
}

const component = (name: string) => ({ $ref: `#/components/parameters/${name}` })

function queryOf(query: object) {
  const { properties = {} } = schemaOf(query) as { properties?: Record<string, unknown> }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }))
}

/** JSON Schema 2020-12, of what is sent and not of what is made of it. */
function schemaOf(schema: object): object {
  // Packages are published without the types of what they are made with, so the table says less than it is.
  const written = z.toJSONSchema(schema as z.ZodType, { io: 'input', unrepresentable: 'any' })
  // It is that of every schema of the document.
  delete written.$schema
  return written
}

/** GET /api/admin/users/:id/sessions → get_api_admin_users_id_sessions. */
function nameOf({ method, path }: Route): string {
  return `${method} ${path}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replace(/_$/, '')
}

/** What a row of its kind may answer where something is wrong, whatever it does. */
function refusalsOf({ method, dialect, limit, state, guard }: Route): Record<string, object> {
  const reads = method === 'GET'
  const statuses = [
    ...['400', '401', '403', '404'],
    ...(reads ? [] : ['409', '415', '422']),
    ...(dialect === 'page' ? ['410'] : []),
    ...(state ? ['412', '428'] : []),
    ...(limit ? ['429'] : []),
    ...(guard === 'oneself' ? ['501'] : []),
    'default',
  ]
  const refusal = { $ref: `#/components/responses/${forms[dialect]}` }
  return Object.fromEntries(statuses.map((status) => [status, refusal]))
}

/** In which form each dialect tells what went wrong. */
const forms: Record<Dialect, 'problem' | 'oauth' | 'scim' | 'page'> = {
  problem: 'problem',
  oauth: 'oauth',
  bearer: 'oauth',
  scim: 'scim',
  authorize: 'page',
  page: 'page',
}
