import assert from 'node:assert/strict'
import type { ClientView, NewClient } from '../../../../packages/warder/src/oauth-server/register.ts'
import type { Browser, Page } from '../../../support/cookies.ts'
import { basicOf, type OAuthWorld, type Tokens } from '../../../support/oauth.ts'
import { json } from '../../../support/warder.ts'

export const cibaGrant = 'urn:openid:params:grant-type:ciba'
export const path = '/account/approvals'

export type Asked = { auth_req_id: string; expires_in: number; interval: number }

/** A till that asks whoever stands in front of it, on their own telephone. */
export function till({ warder, client }: OAuthWorld) {
  const ask = (by: ClientView, fields: Record<string, string> = {}) =>
    warder.form('/oauth/bc-authorize', { scope: 'openid', ...hint(fields), ...fields }, basicOf(by))
  const poll = (
    by: ClientView,
    { auth_req_id }: Pick<Asked, 'auth_req_id'>,
    headers: Record<string, string> = {},
  ) => warder.form('/oauth/token', { grant_type: cibaGrant, auth_req_id }, { ...basicOf(by), ...headers })
  return {
    client: (change: Partial<NewClient> = {}) =>
      client({
        name: 'Till',
        redirect_uris: [],
        grant_types: [cibaGrant, 'refresh_token'],
        scope: 'openid email pay offline_access',
        ...change,
      }),
    ask,
    poll,
    asked: async (by: ClientView, fields: Record<string, string> = {}) => {
      // The newest question stands first, and a clock that stands has no newest.
      warder.clock.now += 1
      const response = await ask(by, fields)
      const answer = await json<Asked & { error_description?: string }>(response)
      assert.equal(response.status, 200, answer.error_description)
      return answer
    },
    refused: async (code: string, by: ClientView, fields: Record<string, string> = {}, status = 400) => {
      const response = await ask(by, fields)
      assert.deepEqual([(await json(response))['error'], response.status], [code, status])
    },
    /** What the client is told when it asks once the interval is over. */
    told: async (by: ClientView, asked: Asked) => {
      warder.clock.now += 6
      const answer = await json<Partial<Tokens> & { error?: string }>(await poll(by, asked))
      return answer.error ?? 'tokens'
    },
    tokens: async (by: ClientView, asked: Asked) => {
      warder.clock.now += 6
      const response = await poll(by, asked)
      assert.equal(response.status, 200)
      return json<Tokens>(response)
    },
    /** The person answers the newest question, or the one that is named. */
    answer: async (browser: Browser, decision: string, question?: string) => {
      const fields = { decision, ...(question !== undefined && { question }) }
      return browser.submit(await browser.open(path), `${path}/answer`, fields)
    },
    /** The questions on the page, the newest first. */
    questions: ({ html }: Page) =>
      [...html.matchAll(/name="question" value="([^"]+)"/g)].map(([, id = '']) => id),
  }
}

/** Ada, where a test says nobody else. */
function hint(fields: Record<string, string>): Record<string, string> {
  return 'id_token_hint' in fields || 'login_hint' in fields ? {} : { login_hint: 'ada@example.com' }
}
