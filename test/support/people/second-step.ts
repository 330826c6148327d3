import assert from 'node:assert/strict'
import { goodPassword, json, type TestWarder } from '../warder.ts'
import { codeAt } from './authenticator.ts'
import { program } from './programs.ts'

/** An authenticator app in the hand: it knows its secret and looks at the clock of the test. */
export type App = { id: string; secret: string; codes: string[]; code: () => string }

/** Of the next window: a code counts once, and the one of this window may be used. */
export function nextCode(warder: TestWarder, secret: string): string {
  warder.clock.now += 30
  return codeAt(secret, warder.clock.now)
}

/** Adds an authenticator app to a person who signs in with the good password. */
export async function addApp(warder: TestWarder, email = 'ada@example.com'): Promise<App> {
  return addAppAs(warder, (await program(warder, email)).headers())
}

/** The same by what a caller has: the token of a session, or of a sign-in that waits for it. */
export async function addAppAs(
  warder: TestWarder,
  headers: Record<string, string>,
): Promise<App & { answer: Record<string, unknown> }> {
  const begun = await warder.post('/auth/mfa/totp/enable', {}, headers)
  assert.equal(begun.status, 200, await begun.clone().text())
  const { id, secret } = await json<{ id: string; secret: string }>(begun)
  const code = () => nextCode(warder, secret)
  const done = await warder.post('/auth/mfa/totp/confirm', { id, code: code() }, headers)
  assert.equal(done.status, 200, await done.clone().text())
  const answer = await json<{ backup_codes: string[] }>(done)
  return { id, secret, codes: answer.backup_codes, code, answer }
}

export type Asked = { mfa_required?: boolean; temp_token: string; mfa_types: string[]; enrol?: string[] }

/** What `/auth/login` answers somebody with the good password. */
export async function signIn(warder: TestWarder, email = 'ada@example.com', more = {}): Promise<Asked> {
  return json(await warder.post('/auth/login', { email, password: goodPassword, ...more }))
}

/** What an access token says of the sign-in. */
export function claimsOf(access_token: string): { amr: string[]; acr: string; auth_time: number } {
  const [, payload = ''] = access_token.split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as ReturnType<typeof claimsOf>
}
