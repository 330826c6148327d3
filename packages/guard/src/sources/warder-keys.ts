import { apiKeyPrefix, looksLikeApiKey, parseApiKey, type Seconds } from '@warder/protocol'
import { deepFreeze, isText, texts, type Caller } from '../caller.ts'
import type { Presented } from '../check.ts'
import type { Credential } from '../credentials/credential.ts'
import { fetchJson, reasonOf } from '../issuer/fetch-json.ts'
import type { Issuer } from '../issuer/issuer.ts'
import type { Refusal } from '../refusal.ts'
import type { Refuse } from '../refuse.ts'
import type { SourceOf } from '../settings/resolve-source.ts'
import type { Settings } from '../settings/resolve.ts'
import { keyIn } from './api-keys.ts'
import { basic } from './introspection.ts'
import { mortal } from './names.ts'
import { digestOf, remembered, singleFlight } from './remembered.ts'
import type { Checked, OpenSource } from './source.ts'

type Parts = { settings: Settings; issuer: Issuer; refuse: Refuse }

/** What Warder said. `alive_at` is the version of the revocations it came with, or survived since. */
type Answer = { caller: Caller | undefined; names: readonly string[]; until: Seconds; alive_at: number }

/** Keys that a Warder issued. It is asked what a key is worth, and its answer believed for a moment, or until it says otherwise. */
export function warderKeys(source: SourceOf<'warder_keys'>, { settings, issuer, refuse }: Parts): OpenSource {
  const { clock } = settings
  const { metadata, revocations } = issuer
  const answers = remembered<Answer>(settings.remember)
  const flight = singleFlight<Answer>()

  async function ask(key: string, address: string | undefined, digest: string): Promise<Answer> {
    const signal = AbortSignal.timeout(settings.timeout * 1000)
    // Where the revocations are. Without them an answer is believed no longer than `cache` says.
    metadata.read(signal).catch(() => undefined)
    const alive_at = revocations.version()
    const { json } = await fetchJson(`${source.issuer}/api/keys/verify`, {
      signal,
      method: 'POST',
      body: new URLSearchParams({ key, ...(address !== undefined && { address }) }).toString(),
      headers: { ...basic(source), 'content-type': 'application/x-www-form-urlencoded' },
      expected: [],
    })
    const caller = holderOf(json as Record<string, unknown>, key)
    const { expires_at = Infinity } = caller ?? {}
    const now = clock.elapsed()
    const answer = {
      caller,
      names: caller ? mortal(caller, caller.key?.id, undefined).names : [],
      until: Math.min(now + source.cache, now + expires_at - clock.now()),
      alive_at,
    }
    if (source.cache > 0) answers.set(digest, answer)
    return answer
  }

  /** An answer that is still good. What the feed names is asked about again: a key that was rotated goes on with another secret. */
  function find(digest: string): Answer | undefined {
    const known = answers.get(digest)
    if (!known) return undefined
    const version = revocations.version()
    if (clock.elapsed() < known.until) {
      if (known.alive_at === version) return known
      if (!revocations.kill(known.names, 0)) return Object.assign(known, { alive_at: version })
    }
    answers.delete(digest)
    return undefined
  }

  async function answerTo(key: string, address: string | undefined): Promise<Answer | Refusal> {
    const digest = digestOf(`${key} ${address ?? ''}`)
    try {
      return find(digest) ?? (await flight(digest, () => ask(key, address, digest)))
    } catch (error) {
      const message = `A key could not be checked: ${reasonOf(error)}`
      settings.onIssuerError(new Error(message, { cause: error }))
      return refuse(
        'issuer_unavailable',
        'issuer_unavailable',
        'The API key cannot be checked now. Try again shortly.',
      )
    }
  }

  async function check(credential: Credential, request: Presented): Promise<Checked> {
    const key = keyIn(credential)
    if (key === undefined || !looksLikeApiKey(key)) return undefined
    // A typo is known by its checksum, and costs nobody a question.
    if (!parseApiKey(key)) return undefined
    const address = settings.address ? settings.address(request) : request.address
    const answer = await answerTo(key, address)
    if ('ok' in answer) return answer
    return answer.caller && { ok: true, caller: answer.caller }
  }

  return { kind: 'warder_keys', check }
}

/** Whose key it is; undefined for one that opens nothing. */
function holderOf(said: Record<string, unknown>, key: string): Caller | undefined {
  const { active, id, name, owner, tenant_id, scopes, valid_until } = said
  const { type, id: subject } = typeof owner === 'object' ? ((owner ?? {}) as Record<string, unknown>) : {}
  if (active !== true || !isText(id) || !isText(subject)) return undefined
  const expires_at = isText(valid_until) ? Math.floor(Date.parse(valid_until) / 1000) : undefined
  return deepFreeze({
    authenticated_by: 'api_key' as const,
    subject,
    // Like its access tokens: it is the client too.
    ...(type === 'service_account' && { client_id: subject }),
    scopes: texts(scopes),
    roles: [],
    permissions: [],
    ...(isText(tenant_id) && { tenant_id }),
    ...(expires_at !== undefined && { expires_at }),
    key: { id, name: isText(name) ? name : id, shown: apiKeyPrefix(key) },
    claims: said,
  })
}
