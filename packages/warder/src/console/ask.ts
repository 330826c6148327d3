import { allows } from '@warder/protocol'
import { adminOf, type Admin } from '../admin/administrator.ts'
import type { AdminRow } from '../admin/administration.ts'
import { adminRoutes } from '../admin/routes.ts'
import { check } from '../http/body.ts'
import { requireStateNamed } from '../http/conditional.ts'
import { lacking } from '../service-accounts/manager.ts'
import type { ConsoleCall } from './guard.ts'

const rows = new Map(adminRoutes.map((row) => [`${row.method} ${row.path}`, row]))

/** The row of `/api/admin` by its method and path, as `DELETE /api/admin/users/:id`. */
export function rowOf(name: string): AdminRow {
  const row = rows.get(name)
  if (!row) throw new TypeError(`there is no ${name}`)
  return row
}

/** Whoever opened the page, as the API knows them. @param state the one that they want to change */
export function adminIn(call: ConsoleCall, state?: string): Admin {
  return adminOf({ ...call, url: call.url, caller: call.caller.session }, state)
}

export type Asked = {
  params?: Record<string, string>
  /** What is empty was not asked for. */
  query?: Record<string, string | null>
  body?: object
}

/**
 * Does what a row of the API does, with its limits, and says what it answers: what the console shows is what programs are told, and
 * nothing can be done here that cannot be done there.
 *
 * @throws Problem or OAuthError as the row does
 */
export async function ask<T>(
  call: ConsoleCall,
  name: string,
  { params = {}, query = {}, body: sent = {} }: Asked = {},
): Promise<{ value: T; state: string | undefined }> {
  const { needs, load } = rowOf(name)
  const { session, form } = call.caller
  if (!allows(session.permissions, needs.permission)) throw lacking(needs.permission)
  const by = adminIn(call, needs.state && requireStateNamed(form.get('state')))
  if (needs.recent) by.fresh()
  const { body, run } = await load()
  const url = new URL(call.url)
  const asked = Object.entries(query).filter((pair): pair is [string, string] => Boolean(pair[1]))
  url.search = new URLSearchParams(asked).toString()
  const answer = await run(by, body && check(body, sent), { ...call, params, url, caller: session })
  const value = typeof answer.body === 'string' ? (JSON.parse(answer.body) as T) : ({} as T) // written by the row
  return { value, state: answer.headers['etag'] }
}

/** A list as the API answers it. */
export type Listed<T> = { items: T[]; next_cursor: string | null }

/** What the path of a page names. */
export const idOf = ({ params }: ConsoleCall): string => params['id'] ?? ''
export const ofId = (call: ConsoleCall): Asked => ({ params: { id: idOf(call) } })

/** A field of the form that was sent. */
export const named = ({ caller }: ConsoleCall, name: string): string => caller.form.get(name) ?? ''

/** What was typed in lines, or with spaces between. */
export const linesOf = (text = ''): string[] => text.split(/\s+/).filter(Boolean)
