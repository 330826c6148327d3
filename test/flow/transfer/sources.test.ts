import assert from 'node:assert/strict'
import { pbkdf2Sync } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { readHashConfig } from '../../../packages/warder/src/transfer/formats/firebase.ts'
import type { Origin } from '../../../packages/warder/src/transfer/reading/records.ts'
import { findUser } from '../../../packages/warder/src/users/manage.ts'
import { claimsOfUser } from '../../../packages/warder/src/users/claims/set.ts'
import { goodPassword, startWarder, type TestWarder } from '../../support/warder.ts'
import { foreignHash, linesOf, take } from './support.ts'
import { argon2 } from '../../../packages/warder/src/crypto/hashes/argon2.ts'

const salt = Buffer.from('0123456789abcdef')
const pbkdf2 = pbkdf2Sync(goodPassword, salt, 1000, 64, 'sha256').toString('base64')

async function keycloakArgon2() {
  const { hash } = await argon2()
  const phc = await hash(goodPassword, { memoryCost: 64, timeCost: 2, parallelism: 1, salt })
  const [, , , , , value = ''] = phc.split('$')
  const parameters = {
    hashLength: ['32'],
    memory: ['64'],
    type: ['id'],
    version: ['1.3'],
    parallelism: ['1'],
  }
  return credential(value, { hashIterations: 2, algorithm: 'argon2', additionalParameters: parameters })
}

const credential = (value: string, data: object) => ({
  type: 'password',
  secretData: JSON.stringify({ value, salt: salt.toString('base64') }),
  credentialData: JSON.stringify(data),
})

/** The example that Firebase publishes of its own hash. */
const firebase = {
  parameters: `hash_config {
  algorithm: SCRYPT,
  base64_signer_key: jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==,
  base64_salt_separator: Bw==,
  rounds: 8,
  mem_cost: 14,
}`,
  salt: '42xEC-ixf3L2lw==',
  hash: 'lSrfV15cpx95_sZS2W9c9Kp6i_LVgQNDNC_qzrCnh1SAyZvqmZqAjTdn3aoItz-VHjoZilo78198JAdRuid5lQ==',
  password: 'user1password',
}

type Case = [what: string, origin: Origin, file: () => Promise<string>, password: string]

const keycloak = async (password: object) =>
  JSON.stringify(
    {
      realm: 'acme',
      // Lists that are not the one, and a name that looks like the one.
      groups: [{ name: 'users', users: ['nobody'] }],
      'the "users"': [{ email: 'mallory@example.com' }],
      users: [
        {
          id: '7f0e6d0a-1',
          username: 'ada',
          email: 'Ada@Example.com',
          emailVerified: true,
          enabled: true,
          firstName: 'Ada',
          lastName: 'Lovelace',
          createdTimestamp: 1_600_000_000_000,
          credentials: [{ type: 'otp', secretData: '{}', credentialData: '{}' }, password],
        },
      ],
      roles: { realm: [{ name: 'admin' }] },
    },
    null,
    2,
  )

const auth0 = {
  _id: { $oid: '5f7c8ec7c33c6c004bbafe82' },
  email: 'ada@example.com',
  email_verified: true,
  name: 'Ada Lovelace',
  given_name: 'Ada',
  created_at: '2020-09-13T12:26:40.000Z',
  passwordHash: foreignHash,
  tenant: 'acme',
  _tmp_is_unique: true,
}

const cases: Case[] = [
  ['Auth0, a line each', { source: 'auth0' }, async () => linesOf([auth0]), goodPassword],
  ['Auth0, as one list', { source: 'auth0' }, async () => JSON.stringify([auth0], null, 2), goodPassword],
  [
    'Keycloak with PBKDF2',
    { source: 'keycloak' },
    () => keycloak(credential(pbkdf2, { hashIterations: 1000, algorithm: 'pbkdf2-sha256' })),
    goodPassword,
  ],
  [
    'Keycloak with Argon2',
    { source: 'keycloak' },
    async () => keycloak(await keycloakArgon2()),
    goodPassword,
  ],
  [
    'Firebase',
    { source: 'firebase', firebase: readHashConfig(firebase.parameters) },
    async () =>
      JSON.stringify({
        users: [
          {
            localId: 'x1',
            email: 'ada@example.com',
            emailVerified: true,
            displayName: 'Ada Lovelace',
            passwordHash: firebase.hash,
            salt: firebase.salt,
            createdAt: '1600000000000',
            providerUserInfo: [],
          },
        ],
      }),
    firebase.password,
  ],
  [
    'a table',
    { source: 'csv' },
    async () =>
      [
        '\uFEFFkey,email,email_verified,full_name,password_hash,created_at',
        `42,ada@example.com,yes,"Ada ""Countess"" Lovelace",${foreignHash},2020-09-13T12:26:40Z`,
        '',
      ].join('\r\n'),
    goodPassword,
  ],
]

for (const [what, origin, file, password] of cases) {
  describe(`people from ${what}`, () => {
    let warder: TestWarder
    before(async () => (warder = await startWarder()))
    after(() => warder.close())

    test('come with their names and their time, and the same file makes nobody twice', async () => {
      const text = await file()
      const report = await take(warder, text, origin)
      assert.deepEqual([report.people, report.existing, report.refusals], [1, 0, []])
      const ada = await findUser(warder.operator, 'ada@example.com')
      assert.match(ada.full_name, /^Ada .*Lovelace$/)
      assert.deepEqual([ada.email_verified, ada.created_at], [true, '2020-09-13T12:26:40Z'])
      const again = await take(warder, text, origin)
      assert.deepEqual([again.people, again.existing, again.refused], [0, 1, 0])
    })

    test('sign in with the password that they had, which is hashed anew', async () => {
      const login = (secret: string) =>
        warder.post('/auth/login', { email: 'ada@example.com', password: secret })
      assert.equal((await login(`${password}x`)).status, 401)
      assert.equal((await login(password)).status, 200)
      const { data } = await warder.app.db.selectFrom('credential').select('data').executeTakeFirstOrThrow()
      assert.match(data, /^\$argon2id\$/)
    })
  })
}

test('what else a system knew of somebody is kept as claims', async () => {
  const warder = await startWarder()
  await take(
    warder,
    linesOf([{ ...auth0, family_name: 'Lovelace', picture: 'https://pictures.example/ada' }]),
    {
      source: 'auth0',
    },
  )
  assert.deepEqual((await claimsOfUser(warder.operator, 'ada@example.com')).claims, {
    given_name: 'Ada',
    family_name: 'Lovelace',
    picture: 'https://pictures.example/ada',
  })
  await warder.close()
})

test('parameters of Firebase are read as its console shows them, and as JSON; half of them are none', () => {
  const known = readHashConfig(firebase.parameters)
  assert.deepEqual([known?.rounds, known?.mem_cost, known?.salt_separator], [8, 14, 'Bw=='])
  const json = '{"base64_signer_key": "QUJD", "base64_salt_separator": "Bw==", "rounds": 8, "mem_cost": "14"}'
  assert.equal(readHashConfig(json)?.signer_key, 'QUJD')
  assert.equal(readHashConfig(firebase.parameters.replace('rounds', 'turns')), undefined)
})
