import assert from 'node:assert/strict'
import { after, before, beforeEach, describe, test } from 'node:test'
import { sendPings } from '../../../../packages/warder/src/approvals/ping.ts'
import { checkTokenError } from '../support/checks.ts'
import {
  answerOnPhone,
  ask,
  checkAsked,
  checkCibaTokens,
  cibaClient,
  cibaPlanOf,
  cibaSettings,
  tokenFor,
  type Asked,
  type CibaClient,
  type CibaVariant,
} from '../support/ciba.ts'
import { openSite, type Site } from '../support/site.ts'
import { startSuite, type Suite } from '../support/suite.ts'

const variants = (['private_key_jwt', 'mtls'] as const).map((client_auth_type): CibaVariant => ({
  client_auth_type,
  ciba_mode: 'ping',
}))

type Ping = { path: string; authorization: string; type: string; body: string }

for (const variant of variants)
  describe(`${cibaPlanOf(variant)}: notifications`, () => {
    let suite: Suite
    let till: Site
    let client: CibaClient
    const pings: Ping[] = []
    let answer: { status: number; headers?: Record<string, string>; body?: string }
    before(async () => {
      suite = await startSuite(cibaSettings, { certificates: true })
      till = await openSite((request, response) => {
        const { authorization = '', 'content-type': type = '' } = request.headers
        let body = ''
        request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
        request.on('end', () => {
          pings.push({ path: request.url ?? '', authorization, type, body })
          response.writeHead(answer.status, answer.headers).end(answer.body)
        })
      })
      client = await cibaClient(suite, variant, `${till.origin}/answered`)
    })
    beforeEach(() => {
      pings.length = 0
      answer = { status: 204 }
    })
    after(async () => {
      await suite.stop()
      await till.stop()
    })

    /** What the server's own clock would do every second. */
    const tell = () => sendPings(suite.warder.app)

    const answered = async (decision: 'allow' | 'deny'): Promise<Asked> => {
      suite.wait(1)
      const asked = await checkAsked(await ask(suite, client))
      await checkTokenError(await tokenFor(suite, client, asked), 'authorization_pending')
      await answerOnPhone(suite, decision)
      await tell()
      for (let tries = 0; pings.length === 0 && tries < 100; tries++)
        await new Promise((resolve) => setTimeout(resolve, 50))
      return asked
    }

    /** `verifyNotificationCallback`. */
    const checkPing = ({ auth_req_id }: Asked) => {
      const [{ path, authorization, type, body } = assert.fail('no ping')] = pings
      assert.equal(path, '/answered')
      assert.equal(type, 'application/json')
      assert.equal(authorization, `Bearer ${client.notification_token ?? ''}`)
      assert.deepEqual(JSON.parse(body), { auth_req_id })
    }

    test('fapi-ciba-id1: the token endpoint is called right after the notification', async () => {
      const asked = await answered('allow')
      checkPing(asked)
      await checkCibaTokens(suite, client, await tokenFor(suite, client, asked))
    })

    test('fapi-ciba-id1-user-rejects-authentication: and the no is notified as well', async () => {
      const asked = await answered('deny')
      checkPing(asked)
      await checkTokenError(await tokenFor(suite, client, asked), 'access_denied')
    })

    // oxfmt-ignore
    const endpoints: [module: string, answer: () => typeof answer][] = [
      ['ping-backchannel-notification-endpoint-response-has-body',        () => ({ status: 200, body: '{"a":"b"}' })],
      ['ping-backchannel-notification-endpoint-response-401',            () => ({ status: 401 })],
      ['ping-backchannel-notification-endpoint-response-403',            () => ({ status: 403 })],
      ['ping-with-mtls-ciba-notification-endpoint-response-401-and-require-server-does-not-retry', () => ({ status: 401 })],
      ['ping-backchannel-notification-endpoint-return-redirect-request', () => ({ status: 301, headers: { location: `${till.origin}/elsewhere` } })],
    ]
    for (const [module, how] of endpoints)
      test(`fapi-ciba-id1-${module}: one notification, and tokens all the same`, async () => {
        answer = how()
        const asked = await answered('allow')
        checkPing(asked)
        suite.wait(15)
        await tell()
        assert.equal(pings.length, 1)
        await checkCibaTokens(suite, client, await tokenFor(suite, client, asked))
      })
  })
