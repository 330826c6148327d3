import assert from 'node:assert/strict'
import { newKey, type Key, type Made } from '../../support/passkeys/authenticator.ts'
import { register, signInBy, type Added } from '../../support/passkeys/people.ts'
import { json } from '../../support/warder.ts'
import type { Ada, Case } from './deeds.ts'

async function added(ada: Ada, made: Made = {}): Promise<{ key: Key; id: string }> {
  const key = newKey(made)
  const answer = await register(ada.warder, ada.program.headers(), key)
  assert.equal(answer.status, 200)
  return { key, id: (await json<Added>(answer)).id }
}

/** What is done with passkeys. */
// oxfmt-ignore
export const passkeyCases: readonly Case[] = [
  ['passkey.added',                 'succeeded', 'ada',     'ada',   async (ada) => { await ada.begin(); await added(ada) }],
  ['passkey.added',                 'refused',   'ada',     'ada',   async (ada) => { await ada.begin(); await register(ada.warder, ada.program.headers(), newKey(), { deviation: { origin: 'https://evil.example' } }) }],
  ['passkey.renamed',               'succeeded', 'ada',     'ada',   async (ada) => {
    const { id } = await added(ada)
    await ada.begin()
    const init = { method: 'PATCH', body: '{"name":"A"}', headers: { ...ada.program.headers(), 'content-type': 'application/json', 'content-length': '12' } }
    assert.equal((await ada.warder.request(`/auth/passkeys/${id}`, init)).status, 200)
  }],
  ['passkey.removed',               'succeeded', 'ada',     'ada',   async (ada) => { const { id } = await added(ada); await ada.begin(); assert.equal((await ada.program.remove(`/auth/passkeys/${id}`)).status, 200) }],
  ['passkey.cloned',                'refused',   undefined, 'ada',   async (ada) => { const { key } = await added(ada, { counts: true }); await ada.begin(); assert.equal((await signInBy(ada.warder, key, { sign_count: 1 })).status, 401) }],
  ['sign_in.passkey',               'refused',   undefined, 'ada',   async (ada) => { const { key } = await added(ada); await ada.begin(); await signInBy(ada.warder, key, { origin: 'https://evil.example' }) }],
  ['sign_in.passkey',               'refused',   undefined, undefined, async (ada) => { await ada.begin(); await signInBy(ada.warder, newKey(), { user_handle: 'AAAA' }) }],
]
