import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createBrowser, type Browser } from './cookies.ts'
import { mmdb, somePlaces } from './mmdb.ts'
import { stores, tempDir } from './services.ts'
import { goodPassword, json, origin, startWarder, type TestWarder } from './warder.ts'

/** Addresses of `somePlaces`. */
export const zurich = '192.0.2.1'
export const geneva = '192.0.2.130'
export const newYork = '198.51.100.7'
export const france = '203.0.113.5'

export const email = 'ada@example.com'
export const laptop = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:140.0) Gecko/20100101 Firefox/140.0'

type Body = Record<string, unknown>

export type Travellers = {
  warder: TestWarder
  /** Calls from somewhere, as a program. */
  post: (address: string, path: string, body: Body, headers?: Record<string, string>) => Promise<Response>
  /** `POST /auth/login` with the right password. */
  signIn: (address: string, headers?: Record<string, string>) => Promise<Response>
  /** A sign-in that waits for its code. */
  wait: (address?: string, headers?: Record<string, string>) => Promise<{ temp_token: string }>
  /** The code of the newest mail that has one. */
  code: () => Promise<string>
  /** Some other code than that. */
  wrong: () => Promise<string>
  /** The newest link of a mail that leads to `path`, as path and query. */
  link: (path: string) => Promise<string>
  browser: (address: string) => Browser
  /** Opens `/login` there and signs in. */
  signInAt: (browser: Browser) => ReturnType<Browser['submit']>
  events: (type: string) => Promise<{ outcome: string; detail: Body }[]>
  stop: () => Promise<void>
}

/** A Warder that knows places, and Ada, who signed in once as a program in Zurich. */
export async function startTravellers(
  settings: Record<string, string> = {},
  kind: 'sqlite' | 'postgres' = 'sqlite',
): Promise<Travellers> {
  const folder = tempDir()
  const place_database = join(folder.path, 'places.mmdb')
  writeFileSync(place_database, mmdb(somePlaces))
  const [, fresh] = stores().find(([name]) => name === kind)!
  const store = await fresh()
  const warder = await startWarder({ database_url: store.url, place_database, ...settings })

  const post: Travellers['post'] = (address, path, body, headers = {}) => {
    const text = JSON.stringify(body)
    const sized = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
    const init = { method: 'POST', body: text, headers: { ...sized, 'user-agent': laptop, ...headers } }
    return warder.request(path, init, address)
  }
  const signIn: Travellers['signIn'] = (address, headers) =>
    post(address, '/auth/login', { email, password: goodPassword }, headers)

  await warder.user(email, { full_name: 'Ada' })
  assert.equal((await signIn(zurich)).status, 200)
  warder.clock.now += 60
  return {
    warder,
    post,
    signIn,
    wait: async (address = newYork, headers = {}) => {
      const answer = await signIn(address, headers)
      const waiting = await json<{ mfa_required?: boolean; temp_token: string; code?: string }>(answer)
      assert.ok(waiting.mfa_required, `${answer.status} ${waiting.code ?? 'without a code'}`)
      return waiting
    },
    code: async () => codeOf(warder),
    wrong: async () => ((await codeOf(warder)) === '000000' ? '000001' : '000000'),
    link: async (path) => {
      const links = (await warder.inbox()).flatMap((mail) => mail.links)
      const found = links.find((link) => link.startsWith(`${origin}${path}?`))
      assert.ok(found, `no mail leads to ${path}`)
      return found.slice(origin.length)
    },
    browser: (address) =>
      createBrowser((path, init = {}) => {
        const headers = new Headers(init.headers)
        headers.set('user-agent', laptop)
        return warder.request(path, { ...init, headers }, address)
      }, origin),
    signInAt: async (browser) =>
      browser.submit(await browser.open('/login'), '/login', { email, password: goodPassword }),
    events: async (type) => {
      const rows = await warder.app.db
        .selectFrom('audit_event')
        .select(['outcome', 'detail'])
        .where('type', '=', type)
        .orderBy('seq')
        .execute()
      return rows.map((row) => ({ outcome: row.outcome, detail: JSON.parse(row.detail) as Body }))
    },
    stop: async () => {
      await warder.close()
      await store.drop()
      folder.drop()
    },
  }
}

async function codeOf(warder: TestWarder): Promise<string> {
  const [code] = (await warder.inbox()).flatMap((mail) => mail.codes)
  assert.ok(code, 'no mail has a code')
  return code
}
