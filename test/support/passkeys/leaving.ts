import assert from 'node:assert/strict'
import { program, type Program } from '../people/programs.ts'
import { json, type TestWarder } from '../warder.ts'
import { newKey, type Key } from './authenticator.ts'
import { register, signInBy, type Added } from './people.ts'

export const path = '/auth/me/password'

/** With nothing sent by mail that signs in: passkeys and the password are all that counts. */
export const withoutMail = { 'magic_link.enabled': 'off', 'otp.email': 'off' }

/** Somebody with a password and passkeys, of which the first one was used to sign in. */
export type Leaver = { email: string; program: Program; keys: { key: Key; id: string }[] }

export async function leaver(warder: TestWarder, email: string, passkeys: number): Promise<Leaver> {
  await warder.user(email)
  const own = await program(warder, email)
  const keys: Leaver['keys'] = []
  for (let at = 0; at < passkeys; at++) keys.push(await addKey(warder, own))
  if (keys[0]) assert.equal((await signInBy(warder, keys[0].key)).status, 200)
  return { email, program: own, keys }
}

export async function addKey(warder: TestWarder, own: Program): Promise<{ key: Key; id: string }> {
  const key = newKey()
  const answer = await register(warder, own.headers(), key)
  assert.equal(answer.status, 200, await answer.clone().text())
  return { key, id: (await json<Added>(answer)).id }
}

export async function stateOf(own: Program): Promise<string> {
  return (await json<{ state: string }>(await own.get(path))).state
}
