import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { json, goodPassword, type TestWarder } from '../warder.ts'
import { program, type Program } from './programs.ts'

/** An authenticator app, by the words of RFC 6238 §4 and RFC 4226 §5.3 and by none of the code that is tested. */
export function codeAt(secret: string, seconds: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)))
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 15
  const number = mac.readUInt32BE(offset) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}

/** RFC 4648 §6. */
export function fromBase32(text: string): Buffer {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const bytes = bits.match(/.{8}/g) ?? []
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2)))
}

/** Any code that none of the steps around a moment has. */
export function wrongCodeAt(secret: string, seconds: number): string {
  const right = [-60, -30, 0, 30, 60].map((delta) => codeAt(secret, seconds + delta))
  return (
    ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !right.includes(code)) ?? ''
  )
}

export type Begun = { id: string; secret: string; otpauth_uri: string; qr_code: string }

export type WithApp = {
  email: string
  program: Program
  id: string
  secret: string
  recovery: string[]
  /** What the app shows now, or so many steps away. */
  code: (steps?: number) => string
}

/** Asks for a new authenticator, which is not one before it is confirmed. */
export async function begin(ada: Program, body: object = {}): Promise<Begun> {
  const answer = await ada.post('/auth/mfa/totp/enable', body)
  assert.equal(answer.status, 200, await answer.clone().text())
  return json<Begun>(answer)
}

/** Somebody who has set up an authenticator app. Its next code is good at once: a while has passed since the first. */
export async function personWithApp(warder: TestWarder, email: string): Promise<WithApp> {
  await warder.user(email)
  const added = await addApp(warder, email, await program(warder, email))
  warder.clock.now += 90
  return added
}

/** The same for somebody who is there and signed in. */
export async function addApp(warder: TestWarder, email: string, ada: Program): Promise<WithApp> {
  const { id, secret } = await begin(ada)
  const code = (steps = 0) => codeAt(secret, warder.clock.now + steps * 30)
  const answer = await ada.post('/auth/mfa/totp/confirm', { code: code() })
  assert.equal(answer.status, 200, await answer.clone().text())
  const { backup_codes: recovery } = await json<{ backup_codes: string[] }>(answer)
  return { email, program: ada, id, secret, recovery, code }
}

/** A sign-in whose password was right and that waits for the second step. */
export async function waiting(
  warder: TestWarder,
  email: string,
): Promise<{ temp_token: string; mfa_types: string[] }> {
  const answer = await json<{ mfa_required?: boolean; temp_token: string; mfa_types: string[] }>(
    await warder.post('/auth/login', { email, password: goodPassword }),
  )
  assert.equal(answer.mfa_required, true, JSON.stringify(answer))
  return answer
}
