import assert from 'node:assert/strict'
import { json, type TestWarder } from '../warder.ts'
import { program, type Program } from '../people/programs.ts'
import {
  newKey,
  type CreationOptions,
  type Deviation,
  type Key,
  type Made,
  type RequestOptions,
} from './authenticator.ts'

export type AskedToMake = { challenge_id: string; publicKey: CreationOptions }
export type Asked = { challenge_id: string; publicKey: RequestOptions }
export type Added = { id: string; name: string; backup_codes: string[]; kind: string; device: string | null }

type Headers = Record<string, string>

export async function askToMake(
  warder: TestWarder,
  headers: Headers,
  body: object = {},
): Promise<AskedToMake> {
  const answer = await warder.post('/auth/passkey/register-options', body, headers)
  assert.equal(answer.status, 200, await answer.clone().text())
  return json<AskedToMake>(answer)
}

/** Adds a key to whoever sends these headers; what comes of it is the answer. */
export async function register(
  warder: TestWarder,
  headers: Headers,
  key: Key,
  { body = {}, deviation = {} }: { body?: object; deviation?: Deviation } = {},
): Promise<Response> {
  const { challenge_id, publicKey } = await askToMake(warder, headers, body)
  const credential = key.create(publicKey, deviation)
  return warder.post('/auth/passkey/register', { challenge_id, credential }, headers)
}

export type WithKey = { email: string; program: Program; key: Key; added: Added }

/** Somebody who has a passkey, and signed in with their password before. */
export async function personWithKey(
  warder: TestWarder,
  email: string,
  made: Made = {},
  body: object = {},
): Promise<WithKey> {
  await warder.user(email)
  const who = await program(warder, email)
  const key = newKey(made)
  const answer = await register(warder, who.headers(), key, { body })
  assert.equal(answer.status, 200, await answer.clone().text())
  return { email, program: who, key, added: await json<Added>(answer) }
}

export async function ask(warder: TestWarder, headers: Headers = {}): Promise<Asked> {
  const answer = await warder.post('/auth/passkey/auth-options', {}, headers)
  assert.equal(answer.status, 200, await answer.clone().text())
  return json<Asked>(answer)
}

export function authenticate(
  warder: TestWarder,
  challenge_id: string,
  credential: object,
): Promise<Response> {
  return warder.post('/auth/passkey/authenticate', { challenge_id, credential })
}

/** A sign-in by a key, from the question to the answer. */
export async function signInBy(warder: TestWarder, key: Key, deviation: Deviation = {}): Promise<Response> {
  const { challenge_id, publicKey } = await ask(warder)
  return authenticate(warder, challenge_id, key.get(publicKey, deviation))
}
