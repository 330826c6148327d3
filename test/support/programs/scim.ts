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

/**
 * As many people as nobody wants to make one by one: each is a copy of one who was made by the directory.
 *
 * @param sent what the directory has told of each beside their userName, which is `p0@many.example` and so on
 */
export async function crowdOf(
  { app }: TestWarder,
  directory: Pick<Directory, 'user'>,
  count: number,
  sent: (at: number) => object = () => ({}),
): Promise<string[]> {
  const first = await directory.user('first@many.example')
  const by = (table: 'user' | 'provisioned_user', key: 'id' | 'user_id') =>
    app.db
      .selectFrom(table)
      .selectAll()
      .where(key as never, '=', first as never)
      .executeTakeFirstOrThrow()
  const [account, known] = [await by('user', 'id'), await by('provisioned_user', 'user_id')]
  const all = Array.from({ length: count }, (_, at) => {
    const userName = `p${at}@many.example`
    return { id: `${first}-${at}`, userName, resource: JSON.stringify({ userName, ...sent(at) }) }
  })
  for (let at = 0; at < count; at += 500) {
    const some = all.slice(at, at + 500)
    const accounts = some.map(({ id, userName: email }) => ({ ...account, id, email }))
    const people = some.map(({ id, userName, resource }) => ({
      ...known,
      user_id: id,
      user_name_key: userName,
      resource,
    }))
    await app.db
      .insertInto('user')
      .values(accounts as never)
      .execute()
    await app.db
      .insertInto('provisioned_user')
      .values(people as never)
      .execute()
  }
  return all.map(({ id }) => id)
}
