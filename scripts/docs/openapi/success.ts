import { answers } from './answers/table.ts'
import type { Route } from '../../../packages/warder/src/http/router.ts'

/** What is answered where nothing is wrong, and not what a row of its kind usually answers. The matrix of routes looks whether it is true. */
// oxfmt-ignore
const others: Readonly<Record<string, readonly number[]>> = {
  'POST /auth/register':                  [201],
  'POST /auth/verify-email/resend':       [202],
  'POST /auth/forgot-password':           [202],
  'POST /auth/magic/send':                [202],
  'POST /auth/otp/send':                  [202],
  'POST /auth/me/emails':                 [202],
  'POST /auth/me/email':                  [202],
  'PUT /auth/me/phone':                   [200, 202],
  'POST /api/agents/:id/token':           [200, 202],
  'POST /auth/me/deactivate':             [204],
  'POST /auth/logout':                    [204],
  'DELETE /auth/passkeys/:id':            [200, 204],
  'POST /api/admin/signing-keys/:id/retire': [204],
  'POST /api/admin/users/:id/impersonate': [201],
  'POST /api/admin/users/:id/recovery-link': [202],
  'POST /api/admin/webhooks/:id/deliveries/:part/redeliver': [202],
  'POST /api/admin/import':               [200],
  'POST /oauth/par':                      [201],
  'POST /oauth/register':                 [201],
  'POST /scim/v2/Users':                  [201],
  'POST /scim/v2/Groups':                 [201],
  'PATCH /scim/v2/Groups/:id':            [200, 204],
  'POST /scim/v2/Me':                     [],
  'PUT /scim/v2/Me':                      [],
  'PATCH /scim/v2/Me':                    [],
  'DELETE /scim/v2/Me':                   [],
}

/** Where something is made: the same call again is answered with what was made. */
const makes = /^\/api\/(?:admin\/[a-z-]+|keys|agents|service-accounts(?:\/:id\/(?:credentials|federation))?)$/

const words: Readonly<Record<number, string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Taken; it says nothing of what comes of it.',
  204: 'Done; there is nothing to tell.',
  303: 'The browser goes on elsewhere.',
  304: 'It has not changed.',
}

/** The answers of a row that is called as it should be. */
export function successOf(route: Route): Record<string, object> {
  const statuses = others[nameOf(route)] ?? usual(route)
  return Object.fromEntries(statuses.map((status) => [status, answer(route, status)]))
}

const nameOf = ({ method, path }: Route): string => `${method} ${path}`

/** What a row answers with a status: a thing by its name, or a page of a list of them. Nothing where the table does not say. */
export function schemaOfAnswer(route: Route, status: number): object {
  const named = answers[`${nameOf(route)} ${status}`] ?? answers[nameOf(route)]
  if (named === undefined) return {}
  const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
  if (typeof named === 'string') return ref(named)
  return {
    type: 'object',
    required: ['items', 'next_cursor'],
    properties: {
      items: { type: 'array', items: ref(named[0]) },
      next_cursor: { type: ['string', 'null'], description: 'Where the list goes on; null at its end.' },
    },
  }
}

function usual({ method, path, dialect }: Route): readonly number[] {
  if (dialect === 'page' || dialect === 'authorize') return [200, 303]
  if (method === 'DELETE') return [204]
  return method === 'POST' && makes.test(path) ? [200, 201] : [200]
}

function answer(route: Route, status: number): object {
  const { dialect, state, method } = route
  const description = words[status] ?? 'Done.'
  if (status === 204) return { description }
  if (status === 303) return { description, headers: { Location: { schema: { type: 'string' } } } }
  if (dialect === 'page' || dialect === 'authorize')
    return { description, content: { 'text/html': { schema: { type: 'string' } } } }
  const etag = state && method === 'PATCH' ? { headers: { ETag: { $ref: '#/components/headers/ETag' } } } : {}
  return { description, ...etag, content: { [typeOf(route)]: { schema: schemaOfAnswer(route, status) } } }
}

function typeOf({ dialect, path }: Route): string {
  if (path === '/api/admin/export') return 'application/x-ndjson'
  return dialect === 'scim' ? 'application/scim+json' : 'application/json'
}
