import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Deviation, Key } from '../../support/passkeys/authenticator.ts'
import { newKey } from '../../support/passkeys/authenticator.ts'
import { ask, askToMake, authenticate, personWithKey, signInBy } from '../../support/passkeys/people.ts'
import { onEveryDatabase } from '../../support/on-every-database.ts'
import { json } from '../../support/warder.ts'

onEveryDatabase('an assertion', (warder) => {
  let people = 0
  const person = (made = {}) => personWithKey(warder, `ada-${++people}@example.com`, made)
  const sessions = async () => (await warder.app.db.selectFrom('session').select('id').execute()).length

  /** Refused with the one answer there is for all of it, and nothing opens. */
  async function refused(answer: Response): Promise<void> {
    assert.equal(answer.status, 401)
    const { code, detail } = await json(answer)
    assert.equal(code, 'invalid_credentials')
    assert.equal(detail, 'This passkey was not accepted. Try again, or sign in another way.')
  }
  async function wrong(key: Key, deviation: Deviation): Promise<void> {
    const before = await sessions()
    await refused(await signInBy(warder, key, deviation))
    assert.equal(await sessions(), before)
    const [last] = await warder.app.db
      .selectFrom('audit_event')
      .select(['type', 'outcome'])
      .orderBy('seq', 'desc')
      .limit(1)
      .execute()
    assert.deepEqual(last, { type: 'sign_in.passkey', outcome: 'refused' })
  }

  test('PK-01 is good for one sign-in, and an answer to another question for none', async () => {
    const { key } = await person()
    const [one, two] = [await ask(warder), await ask(warder)]
    const credential = key.get(one.publicKey)
    await refused(await authenticate(warder, two.challenge_id, credential))
    assert.equal((await authenticate(warder, one.challenge_id, credential)).status, 200)
    await refused(await authenticate(warder, one.challenge_id, credential))
    await refused(await authenticate(warder, one.challenge_id, key.get(one.publicKey)))
    await refused(await authenticate(warder, `wot_${'A'.repeat(43)}`, key.get(two.publicKey)))
  })

  test('PK-01 is too late after five minutes', async () => {
    const { key } = await person()
    const [one, two] = [await ask(warder), await ask(warder)]
    warder.clock.now += 299
    assert.equal((await authenticate(warder, one.challenge_id, key.get(one.publicKey))).status, 200)
    warder.clock.now += 1
    await refused(await authenticate(warder, two.challenge_id, key.get(two.publicKey)))
  })

  test('PK-02 of a challenge for adding signs nobody in, and one for signing in adds nothing', async () => {
    const { key, program } = await person()
    const making = await askToMake(warder, program.headers())
    const { challenge } = making.publicKey
    const { publicKey } = await ask(warder)
    await refused(await authenticate(warder, making.challenge_id, key.get({ ...publicKey, challenge })))
    const asked = await ask(warder)
    const credential = newKey().create({ ...making.publicKey, challenge: asked.publicKey.challenge })
    const answer = await program.post('/auth/passkey/register', {
      challenge_id: asked.challenge_id,
      credential,
    })
    assert.equal(answer.status, 401)
    assert.equal((await json<{ items: unknown[] }>(await program.get('/auth/passkeys'))).items.length, 1)
  })

  for (const origin of [
    'http://id.example',
    'https://id.example:8443',
    'https://id.example.evil.com',
    'https://evil.id.example',
    'https://ID.example',
    'https://id.example/',
    'https://id.example.',
    ' https://id.example',
    'null',
    '',
  ])
    test(`PK-03 made at ${JSON.stringify(origin)} signs nobody in`, async () =>
      wrong((await person()).key, { origin }))

  // oxfmt-ignore
  const forged: [string, Deviation][] = [
    ['PK-04 for another domain', { rp_id: 'evil.example' }],
    ['PK-04 for the domain above', { rp_id: 'example' }],
    ['PK-04 that says it made a passkey', { type: 'webauthn.create' }],
    ['PK-05 in a frame of another page', { crossOrigin: true }],
    ['PK-05 in a frame of another page that is named', { crossOrigin: true, topOrigin: 'https://evil.example' }],
    ['PK-05 that names the page of a frame it was not in', { topOrigin: 'https://id.example' }],
    ['PK-06 without anybody there', { user_present: false }],
    ['PK-06 without anybody there, though they were verified', { user_present: false, user_verified: true }],
    ['PK-07 of somebody who did not show who they are', { user_verified: false }],
    ['of a key that is copied and cannot be', { backup_eligible: false, backed_up: true }],
    ['of a key that could be copied before and cannot any more', { backup_eligible: false, backed_up: false }],
    ['of somebody else', { user_handle: 'AAAA' }],
    ['of nobody by name', { user_handle: null }],
    ['with a challenge of its own', { challenge: 'AAAA' }],
    ['with a challenge in another spelling', { client_data: (text) => text.replace(/"challenge":"([^"]+)"/, '"challenge":"$1="') }],
    ['with client data that is no JSON', { client_data: (text) => `${text}}` }],
    ['with client data that is no object', { client_data: () => '"webauthn.get"' }],
    ['with crossOrigin that is no boolean', { client_data: (text) => text.replace('"crossOrigin":false', '"crossOrigin":"true"') }],
  ]
  for (const [what, deviation] of forged)
    test(`${what} signs nobody in`, async () => wrong((await person()).key, deviation))

  test('of another key signs nobody in', async () => {
    const [ada, bob] = [await person(), await person()]
    const { challenge_id, publicKey } = await ask(warder)
    const { id, rawId } = ada.key.get(publicKey)
    await refused(await authenticate(warder, challenge_id, { ...bob.key.get(publicKey), id, rawId }))
    await refused(await authenticate(warder, challenge_id, { ...bob.key.get(publicKey), rawId }))
  })

  test('with something that is no answer of a browser is refused, and never an error of ours', async () => {
    const { key } = await person()
    const { challenge_id, publicKey } = await ask(warder)
    const good = key.get(publicKey)
    const { clientDataJSON, signature, authenticatorData } = good.response as Record<string, string>
    const response = (part: object) => ({ ...good, response: { ...good.response, ...part } })
    for (const credential of [
      {},
      { ...good, id: undefined },
      { ...good, id: `${good.id}=`, rawId: `${good.id}=` },
      { ...good, type: 'password' },
      { ...good, response: null },
      { ...good, id: 'A'.repeat(1366), rawId: 'A'.repeat(1366) },
      response({ clientDataJSON: `${clientDataJSON ?? ''}=` }),
      response({ clientDataJSON: 'e30' }),
      response({ clientDataJSON: 'A'.repeat(6000) }),
      response({ signature: '' }),
      response({ signature: 'AAAA' }),
      response({ signature: (signature ?? '').slice(0, -4) }),
      response({ signature: ['a'] }),
      response({ authenticatorData: 'AAAA' }),
      response({ authenticatorData: `${authenticatorData ?? ''}AAAA` }),
      response({ userHandle: 5 }),
      response({ userHandle: 'A'.repeat(100) }),
    ])
      await refused(await authenticate(warder, challenge_id, credential))
    assert.equal(
      (await authenticate(warder, challenge_id, good)).status,
      200,
      'the challenge is as good as before',
    )
  })
})
