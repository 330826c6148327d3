import assert from 'node:assert/strict'
import { createRole } from '../../../packages/warder/src/roles/manage.ts'
import { json, type TestWarder } from '../warder.ts'

export type Administrator = {
  id: string
  email: string
  access_token: string
  /** Calls under `/api/admin`. */
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Response>
  /** The same, whose answer has this status. */
  ask: <T = Record<string, unknown>>(
    method: string,
    path: string,
    status: number,
    body?: unknown,
  ) => Promise<T>
  /** The ETag of what is at a path. */
  state: (path: string) => Promise<{ 'if-match': string }>
}

let made = 0

/** Somebody with a role of these permissions; `*` is the administrator of every installation. */
export async function administrator(
  warder: TestWarder,
  permissions: string[] = ['*'],
): Promise<Administrator> {
  const number = ++made
  const email = `admin-${number}@example.com`
  const role = permissions.includes('*') ? 'admin' : `role-${number}`
  if (role !== 'admin') await createRole(warder.operator, { name: role, permissions })
  const { id } = await warder.user(email, { roles: [role] })
  const { access_token } = await warder.tokens(email)
  const call: Administrator['call'] = (method, path, body, headers = {}) =>
    callAdmin(warder, method, path, body, { authorization: `Bearer ${access_token}`, ...headers })
  return {
    id,
    email,
    access_token,
    call,
    ask: async (method, path, status, body) => {
      const answer = await call(method, path, body)
      assert.equal(answer.status, status, `${method} ${path}: ${await answer.clone().text()}`)
      return status === 204 ? ({} as never) : json(answer)
    },
    state: async (path) => ({ 'if-match': (await call('GET', path)).headers.get('etag') ?? '' }),
  }
}

/** A call under `/api/admin` by whoever these headers are of. */
export function callAdmin(
  warder: TestWarder,
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string>,
): Promise<Response> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const sized =
    text === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
  return warder.request(`/api/admin${path}`, {
    method,
    headers: { ...sized, ...headers },
    ...(text !== undefined && { body: text }),
  })
}
