import assert from 'node:assert/strict'
import type { SignInProvider } from '../../../packages/warder/src/config/areas/sign-in-with/provider.ts'
import type { Browser, Page } from '../cookies.ts'
import { goodPassword, type TestWarder } from '../warder.ts'
import type { Issuer, Somebody } from './issuer.ts'

/** The settings under which an issuer on this machine may be reached. */
export const withLocalIssuers = {
  allow_networks: '127.0.0.0/8',
  'limits.costly': '100000',
  'limits.mailing': '100000',
  'limits.waiting': '100000',
}

/** As the settings `sign_in_with.openid.…` would say it. */
export const at = (issuer: Issuer, name = 'acme', more: Partial<SignInProvider> = {}): SignInProvider =>
  ({
    name,
    title: 'Acme & Co',
    kind: 'openid',
    issuer: issuer.issuer,
    client_id: 'warder',
    client_secret: issuer.secret,
    native_client_ids: [],
    domains: [],
    ...more,
  }) as SignInProvider

/** Lets people sign in there, from now on. */
export function offer(warder: TestWarder, providers: readonly SignInProvider[]): void {
  Object.assign(warder.app.config, { sign_in_with: providers })
}

/** Whether the browser is signed in, and as whom. */
export async function whoIs(browser: Browser): Promise<string | undefined> {
  const answer = await browser.send('/auth/me')
  return answer.status === 200 ? ((await answer.json()) as { email: string }).email : undefined
}

/** The steps of signing in at an issuer, in a browser of the test. */
export function upstreamWorld(warder: TestWarder, issuer: Issuer, name = 'acme') {
  /** The address that the browser is sent to. */
  const begin = async (browser: Browser, query = ''): Promise<string> => {
    const { path, status } = await browser.open(`/auth/oauth/${name}${query}`)
    assert.ok(path.startsWith(issuer.origin), `${status} ${path}`)
    return path
  }
  const signIn = async (
    browser: Browser,
    person: Somebody,
    { query = '', more = {} }: { query?: string; more?: Record<string, string> } = {},
  ): Promise<Page> => browser.open(issuer.allow(await begin(browser, query), person, more))
  const withPassword = async (browser: Browser, email: string, page?: Page): Promise<Page> =>
    browser.submit(page ?? (await browser.open('/login')), '/login', { email, password: goodPassword })
  const refused = async (person: Somebody, more: Record<string, string> = {}): Promise<string> => {
    const browser = warder.browser()
    const page = await signIn(browser, person, { more })
    assert.equal(await whoIs(browser), undefined, 'nobody is signed in')
    return page.path
  }
  return { begin, signIn, withPassword, refused }
}

/** What the audit says of the last sign-in elsewhere that was refused, or of another kind. */
export async function lastReason(
  { app }: TestWarder,
  type = 'sign_in.elsewhere',
): Promise<string | undefined> {
  const row = await app.db
    .selectFrom('audit_event')
    .select('detail')
    .where('type', '=', type)
    .orderBy('seq', 'desc')
    .executeTakeFirst()
  return row && (JSON.parse(row.detail) as { reason: string }).reason
}
