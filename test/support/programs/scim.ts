import {
  createConnection,
  type NewConnection,
} from '../../../packages/warder/src/scim/connections/connection.ts'
import type { TestWarder } from '../warder.ts'

export type Answered = { status: number; body: Record<string, unknown>; headers: Headers }

/** A directory that provisions people, with the token of its connection. */
export type Directory = {
  id: string
  token: string
  call: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answered>
  /** Makes somebody, and gives their id. */
  user: (userName: string, more?: object) => Promise<string>
  group: (displayName: string, members?: string[]) => Promise<string>
}

export async function directoryOf(
  warder: TestWarder,
  asked: Partial<NewConnection> = {},
): Promise<Directory> {
  const { id, token } = await createConnection(warder.operator, { name: 'Directory', ...asked })
  return { id, token, ...callsOf(warder, token) }
}

/** The same with any token. */
export function callsOf(warder: TestWarder, token: string): Omit<Directory, 'id' | 'token'> {
  const call: Directory['call'] = async (method, path, body, headers = {}) => {
    const answer = await warder.request(`/scim/v2${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/scim+json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    const parsed: unknown = text === '' ? {} : JSON.parse(text)
    return { status: answer.status, body: parsed as Record<string, unknown>, headers: answer.headers }
  }
  const made = async (path: string, body: object): Promise<string> => {
    const answer = await call('POST', path, body)
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`)
    return String(answer.body['id'])
  }
  return {
    call,
    user: (userName, more = {}) => made('/Users', { userName, displayName: 'Ada Lovelace', ...more }),
    group: (displayName, members = []) =>
      made('/Groups', { displayName, members: members.map((value) => ({ value })) }),
  }
}

/** The body of a PATCH. */
export const patch = (...Operations: object[]) => ({
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations,
})

/** What became of one operation of a bulk request. */
export type Result = {
  method: string
  status: string
  bulkId?: string
  location?: string
  version?: string
  response?: Record<string, unknown>
}

/** Sends a bulk request. */
export async function bulkOf({ call }: Pick<Directory, 'call'>, Operations: unknown[], more: object = {}) {
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:BulkRequest']
  const answer = await call('POST', '/Bulk', { schemas, Operations, ...more })
  return { ...answer, results: (answer.body['Operations'] ?? []) as Result[] }
}
