import type { Seconds } from '@warder/protocol'
import { deepFreeze, isText, texts, type Caller } from '../caller.ts'
import type { Presented } from '../check.ts'
import type { Credential } from '../credentials/credential.ts'
import { fetchJson, reasonOf } from '../issuer/fetch-json.ts'
import type { Refusal } from '../refusal.ts'
import type { Refuse } from '../refuse.ts'
import type { SourceOf } from '../settings/resolve-source.ts'
import type { Settings } from '../settings/resolve.ts'
import { digestOf, remembered, singleFlight } from './remembered.ts'
import type { Checked, OpenSource } from './source.ts'

type Answer = { caller: Caller | undefined; until: Seconds }

/** Asks Warder who is signed in. An answer is believed for two seconds, so that is how long a session outlives its end here. */
export function session(source: SourceOf<'warder_session'>, settings: Settings, refuse: Refuse): OpenSource {
  const { clock } = settings
  const answers = remembered<Answer>(settings.remember)
  const flight = singleFlight<Answer>()

  async function ask(cookie: string, user_agent: string, digest: string): Promise<Answer> {
    const { status, json } = await fetchJson(`${source.issuer}/auth/me`, {
      signal: AbortSignal.timeout(settings.timeout * 1000),
      // Warder looks whether the browser is still the one that signed in.
      headers: { cookie, 'user-agent': user_agent },
      expected: [401, 403],
    })
    const caller = status === 200 ? personOf(json as Record<string, unknown>) : undefined
    const answer = { caller, until: clock.elapsed() + source.cache }
    if (source.cache > 0) answers.set(digest, answer)
    return answer
  }

  async function answerTo(cookie: string, user_agent: string): Promise<Answer | Refusal> {
    const digest = digestOf(`${cookie}\n${user_agent}`)
    const known = answers.get(digest)
    if (known && clock.elapsed() < known.until) return known
    answers.delete(digest)
    try {
      return await flight(digest, () => ask(cookie, user_agent, digest))
    } catch (error) {
      settings.onIssuerError(
        new Error(`A session could not be checked: ${reasonOf(error)}`, { cause: error }),
      )
      const detail = 'The session cannot be checked now. Try again shortly.'
      return refuse('issuer_unavailable', 'issuer_unavailable', detail)
    }
  }

  async function check(credential: Credential, request: Presented): Promise<Checked> {
    if (credential.kind !== 'cookie') return undefined
    if (!mayChange(request, source.origins)) {
      return refuse(
        'cross_site',
        'cross_site',
        'With a session, only pages of this site may change something.',
      )
    }
    const { name, value } = credential
    const answer = await answerTo(`${name}=${value}`, request.headers.get('user-agent') ?? '')
    if ('ok' in answer) return answer
    if (answer.caller) return { ok: true, caller: answer.caller }
    return refuse('no_session', 'no_session', 'Sign in again.')
  }

  return { kind: 'warder_session', check }
}

/**
 * A browser sends the cookie with requests of any page of the same site, and says whose they are (RFC 6454 §7). What
 * changes something therefore needs an origin of ours, or the word of the browser that it is the same one.
 */
function mayChange({ method, headers }: Presented, origins: readonly string[]): boolean {
  if (method === 'GET' || method === 'HEAD' || method === 'OPTIONS') return true
  const origin = headers.get('origin')
  if (origin !== null) return origins.includes(origin)
  return headers.get('sec-fetch-site') === 'same-origin'
}

function personOf(user: Record<string, unknown>): Caller | undefined {
  const { id, tenant_id, roles, permissions } = user
  if (!isText(id)) return undefined
  return deepFreeze({
    authenticated_by: 'session' as const,
    subject: id,
    // What a person does in their own browser is limited by what they may do, and by no scope.
    scopes: [],
    roles: texts(roles),
    permissions: texts(permissions),
    ...(isText(tenant_id) && { tenant_id }),
    claims: user,
  })
}
