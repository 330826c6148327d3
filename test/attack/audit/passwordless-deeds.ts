import assert from 'node:assert/strict'
import { removePasswordOf } from '../../../packages/warder/src/users/passwordless/remove.ts'
import { newKey } from '../../support/passkeys/authenticator.ts'
import { register, signInBy } from '../../support/passkeys/people.ts'
import type { Ada, Case } from './deeds.ts'

/** Her session, once she has signed in without the password. */
async function ready({ warder, program }: Ada): Promise<void> {
  const key = newKey()
  assert.equal((await register(warder, program.headers(), key)).status, 200)
  assert.equal((await signInBy(warder, key)).status, 200)
}

const password = 'one more pass phrase of mine'
const path = '/auth/me/password'

/** What is done on the way from a password, and back. */
// oxfmt-ignore
export const passwordlessCases: readonly Case[] = [
  ['password.removed',              'succeeded', 'ada',     'ada',   async (ada) => { await ready(ada); await ada.begin(); assert.equal((await ada.program.remove(path)).status, 200) }],
  ['password.removed',              'succeeded', undefined, 'ada',   async (ada) => { await ready(ada); await ada.begin(); await removePasswordOf(ada.warder.operator, ada.id) }],
  ['password.added',                'succeeded', 'ada',     'ada',   async (ada) => { await ready(ada); await removePasswordOf(ada.warder.operator, ada.id); await ada.begin(); assert.equal((await ada.program.post(path, { password })).status, 201) }],
]
