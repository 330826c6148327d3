import assert from 'node:assert/strict'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'

/** Where a request comes from: a browser's name for itself, and an address. */
export type Place = { agent?: string; address?: string }

export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
export const nextFirefox = firefox.replaceAll('140.0', '141.0')
export const chrome =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36'
export const home = '198.51.100.7'
export const nextDoor = '198.51.100.200'
export const away = '203.0.113.9'

type Sent = Place & { method?: string; body?: unknown; csrf?: string; type?: string }

/** One request with the cookie of a session. */
export function withCookie(
  warder: TestWarder,
  path: string,
  cookie: string,
  { agent = firefox, address = home, method = 'GET', body, csrf }: Sent = {},
): Promise<Response> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    'user-agent': agent,
    ...(cookie && { cookie }),
    ...(csrf !== undefined && { 'x-csrf-token': csrf }),
    ...(text !== undefined && { 'content-type': 'application/json', 'content-length': String(text.length) }),
  }
  return warder.request(path, { method, headers, ...(text !== undefined && { body: text }) }, address)
}

/** Signs Ada in by cookie. `cookie` is what the browser sends from then on, `header` what it was told. */
export async function signInByCookie(
  warder: TestWarder,
  { remember, cookie = '', ...from }: Place & { remember?: boolean; cookie?: string } = {},
): Promise<{ cookie: string; header: string }> {
  const body = {
    email: 'ada@example.com',
    password: goodPassword,
    ...(remember !== undefined && { remember }),
  }
  const answer = await withCookie(warder, '/auth/login/session', cookie, { ...from, method: 'POST', body })
  assert.equal(answer.status, 200)
  return sessionCookieOf(answer)
}

/** The session cookie that an answer sets. */
export function sessionCookieOf(answer: Response): { cookie: string; header: string } {
  const header = answer.headers.getSetCookie().find((text) => text.startsWith('__Host-warder_session='))
  assert.ok(header, 'the answer sets the session cookie')
  return { cookie: header.split(';')[0] ?? '', header }
}

export async function csrfOf(warder: TestWarder, cookie: string, from: Place = {}): Promise<string> {
  const { csrf_token } = await json<{ csrf_token: string }>(
    await withCookie(warder, '/auth/csrf', cookie, from),
  )
  return csrf_token
}

/** How many events of a type the audit has, with their details. */
export async function eventsOf(warder: TestWarder, type: string) {
  const rows = await warder.app.db
    .selectFrom('audit_event')
    .selectAll()
    .where('type', '=', type)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({ ...row, detail: JSON.parse(row.detail) as Record<string, unknown> }))
}
