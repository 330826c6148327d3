import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { inspect } from 'node:util'
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types'
import type { AccessToken, GetTokenOptions, TokenCredential } from '@azure/core-auth'
import { GoogleAuth, OAuth2Client, PassThroughClient, type AuthClient } from 'google-auth-library'
import { fromAwsProvider, toAwsProvider } from '../../src/adapters/aws.ts'
import { fromTokenCredential, toTokenCredential } from '../../src/adapters/azure.ts'
import { fromGoogleAuth, toGoogleAuth } from '../../src/adapters/google.ts'
import { demandingCredential } from '../../src/entra/demanding.ts'
import { authenticatedFetch } from '../../src/fetch/authenticated-fetch.ts'
import { basic, bearer } from '../../src/static/basic.ts'
import { createTokenSource } from '../../src/token/source.ts'
import { tokenCredential } from '../../src/token/token-credential.ts'
import { serve } from '../support/provider.ts'

const scope = 'https://graph.microsoft.com/.default'
const demand = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}'

/** A credential of the SDK of Azure, and what it was asked. The types are the SDK's own. */
function azureCredential(answer: () => AccessToken | null) {
  const asked: { scopes: string | string[]; claims: string | undefined }[] = []
  const credential: TokenCredential = {
    getToken(scopes: string | string[], options?: GetTokenOptions) {
      asked.push({ scopes, claims: options?.claims })
      return Promise.resolve(answer())
    },
  }
  return { credential, asked }
}

describe('a credential of the SDK of Azure', () => {
  test('is used as one of ours: kept, and asked again with the demand of the API', async () => {
    let count = 0
    const { credential, asked } = azureCredential(() => ({
      token: `t-${++count}`,
      expiresOnTimestamp: Date.now() + 3_600_000,
    }))
    const claims = Buffer.from(demand).toString('base64')
    const api = await serve(({ headers }) =>
      headers.authorization === 'Bearer t-2'
        ? {}
        : {
            status: 401,
            headers: { 'www-authenticate': `Bearer error="insufficient_claims", claims="${claims}"` },
          },
    )
    try {
      const send = authenticatedFetch(fromTokenCredential(credential, scope), { origins: [api.origin] })
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(api.origin)))
      assert.deepEqual([...new Set(answers.map(({ status }) => status))], [200])
      assert.deepEqual(asked, [
        { scopes: scope, claims: undefined },
        { scopes: scope, claims: demand },
      ])
    } finally {
      api.close()
    }
  })

  test('that has no token says so', async () => {
    const send = authenticatedFetch(fromTokenCredential(azureCredential(() => null).credential, scope), {
      origins: ['https://a.example'],
    })
    await assert.rejects(send('https://a.example'), { code: 'CREDENTIAL_UNAVAILABLE' })
  })

  test('is made of one of ours: its end, its scopes, and the demand that the SDK has met', async () => {
    const now = Date.UTC(2026, 0, 1)
    const asked: [scopes: string, demanded: string | undefined][] = []
    const theirs: TokenCredential = toTokenCredential(
      (scopes) =>
        demandingCredential('test', (demanded, clock) => {
          asked.push([scopes.join(' '), demanded])
          return Promise.resolve({
            access_token: `t-${asked.length}`,
            requested_at: clock(),
            expires_at: clock() + 60_000,
          })
        }),
      () => now,
    )
    assert.deepEqual(await theirs.getToken([scope]), { token: 't-1', expiresOnTimestamp: now + 60_000 })
    assert.equal((await theirs.getToken(scope))?.token, 't-1')
    assert.equal((await theirs.getToken('other/.default'))?.token, 't-2')
    assert.equal((await theirs.getToken(scope, { claims: demand }))?.token, 't-3')
    assert.deepEqual(asked, [
      [scope, undefined],
      ['other/.default', undefined],
      [scope, demand],
    ])
  })

  test('of a key without a known end lasts a minute; one that sends no token cannot be handed on', async () => {
    const now = Date.UTC(2026, 0, 1)
    const made = await toTokenCredential(bearer('t'), () => now).getToken(scope)
    assert.deepEqual(made, { token: 't', expiresOnTimestamp: now + 60_000 })
    const other = toTokenCredential(basic({ username: 'a', password: 'b' }))
    await assert.rejects(other.getToken(scope), { code: 'CONFIG_INVALID' })
  })
})

describe('a provider of the SDK of AWS', () => {
  const expiration = new Date(Date.now() + 3_600_000)

  test('gives keys to ours, once for as long as they last', async () => {
    let count = 0
    const provider: AwsCredentialIdentityProvider = () =>
      Promise.resolve({ accessKeyId: `A${++count}`, secretAccessKey: 's', sessionToken: 't', expiration })
    const source = fromAwsProvider(provider)
    const context = { clock: Date.now, signal: undefined }
    const given = await Promise.all(Array.from({ length: 20 }, async () => source(context)))
    assert.deepEqual(given[19], {
      accessKeyId: 'A1',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: expiration.getTime(),
    })
    assert.equal(count, 1)
  })

  test('is made of a source of ours', async () => {
    const own = {
      accessKeyId: 'A',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: expiration.getTime(),
    }
    const provider: AwsCredentialIdentityProvider = toAwsProvider(own)
    assert.deepEqual(await provider(), {
      accessKeyId: 'A',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration,
    })
    assert.deepEqual(await toAwsProvider({ accessKeyId: 'A', secretAccessKey: 's' })(), {
      accessKeyId: 'A',
      secretAccessKey: 's',
    })
  })
})

describe('an authentication of Google', () => {
  test('gives its token to ours, as a client and as the whole', async () => {
    const client = new OAuth2Client()
    client.setCredentials({ access_token: 'g-1', expiry_date: Date.now() + 3_600_000 })
    const api = await serve(({ headers }) => ({ body: { sent: headers.authorization } }))
    try {
      for (const theirs of [client, new GoogleAuth({ authClient: client })]) {
        const send = authenticatedFetch(fromGoogleAuth(theirs), { origins: [api.origin] })
        assert.deepEqual(await (await send(api.origin)).json(), { sent: 'Bearer g-1' })
      }
    } finally {
      api.close()
    }
  })

  test('is made of a credential of ours, as their clients ask for it', async () => {
    const made: AuthClient = toGoogleAuth(bearer('t-1'), new PassThroughClient())
    const whole = new GoogleAuth({ authClient: made })
    assert.deepEqual(await made.getAccessToken(), { token: 't-1' })
    assert.equal(await whole.getAccessToken(), 't-1')
    const headers = await whole.getRequestHeaders('https://storage.googleapis.com')
    assert.equal(headers.get('authorization'), 'Bearer t-1')
  })

  test('sends requests of their clients with a credential of ours, with all that they ask for', async () => {
    const seen: unknown[] = []
    const api = await serve(({ url, method, headers, body }) => {
      seen.push([method, url, headers.authorization, body])
      return headers.authorization === 'Bearer t-2' ? { body: { ok: true } } : { status: 401, body: {} }
    })
    try {
      const tokens = ['t-1', 't-2']
      const source = createTokenSource((clock) =>
        Promise.resolve({ access_token: tokens.shift() ?? '', requested_at: clock(), expires_at: undefined }),
      )
      const options = { origins: [api.origin] }
      const client = toGoogleAuth(tokenCredential('own', source), new PassThroughClient(), options)
      const whole = new GoogleAuth({ authClient: client })
      const asked = { url: `${api.origin}/v1/notes`, params: { pageSize: 2 }, data: { text: 'x' } }
      const { status, data } = await whole.request<{ ok: boolean }>({ ...asked, method: 'POST' })
      assert.deepEqual([status, data], [200, { ok: true }])
      const sent = (token: string) => ['POST', '/v1/notes?pageSize=2', `Bearer ${token}`, '{"text":"x"}']
      assert.deepEqual(seen, [sent('t-1'), sent('t-2')])
      assert.deepEqual((await whole.fetch(`${api.origin}/v1`)).data, { ok: true })
    } finally {
      api.close()
    }
  })

  test('goes nowhere but to Google, unless more is named', async () => {
    const client = toGoogleAuth(bearer('canary'), new PassThroughClient())
    await assert.rejects(client.request({ url: 'https://googleapis.com.evil.example/' }), (error) => {
      assert.match(String(error), /this credential may not be used for GET https:\/\/googleapis\.com\.evil/)
      return !inspect(error).includes('canary')
    })
  })
})
