import { importJwks, type Seconds, type VerificationKey } from '@warder/protocol'
import type { Settings } from '../options.ts'
import { discoverKeysUrl } from './discovery.ts'
import { fetchJson } from './fetch-json.ts'
import { freshFor } from './freshness.ts'

/** The same array as long as the issuer publishes the same document. */
export type KeySet = readonly VerificationKey[]

export type KeySource = {
  /** The keys to verify with; undefined when there are none that may still be used. */
  current(): KeySet | undefined | Promise<KeySet | undefined>
  /** The keys after a token named an unknown one: looked up again, once per cooldown at most. */
  afterUnknownKey(): Promise<KeySet | undefined>
}

type Held = { text: string; keys: KeySet; fresh_until: Seconds; usable_until: Seconds }

/** How long a jwks_uri is believed before the metadata is read again. */
const rediscoverAfter: Seconds = 3600
/** How soon to try again while there are no keys at all. */
const retryWithoutKeys: Seconds = 1

/**
 * The issuer's keys. However many requests need them at once, there is one fetch. While the issuer is
 * down the last keys serve until `max_stale`, and no request waits for it more than once per outage.
 */
export function keySource(settings: Settings): KeySource {
  const { cooldown, max_stale, clock } = settings
  const load = keyLoader(settings)
  let held: Held | undefined
  let flight: Promise<void> | undefined
  let tried_at = -Infinity
  let failing = false

  /** Never rejects: a failed fetch leaves the keys as they were. */
  async function fetchKeys(): Promise<void> {
    try {
      const { text, json, fresh_for } = await load()
      const keys = held?.text === text ? held.keys : importJwks(json)
      const now = clock.elapsed()
      held = { text, keys, fresh_until: now + fresh_for, usable_until: now + Math.max(fresh_for, max_stale) }
      failing = false
    } catch (error) {
      failing = true
      const message = `The keys of ${settings.issuer} could not be read: ${reasonOf(error)}`
      settings.onIssuerError(new Error(message, { cause: error }))
    }
    tried_at = clock.elapsed()
  }

  function refresh(): Promise<void> {
    flight ??= fetchKeys().finally(() => (flight = undefined))
    return flight
  }

  const usable = () => (held && clock.elapsed() < held.usable_until ? held.keys : undefined)
  const mayTry = (pause: Seconds) => flight !== undefined || clock.elapsed() >= tried_at + pause

  async function refreshed(): Promise<KeySet | undefined> {
    await refresh()
    return usable()
  }

  return {
    current() {
      if (held && clock.elapsed() < held.fresh_until) return held.keys
      const stale = usable()
      if (!stale) return mayTry(retryWithoutKeys) ? refreshed() : undefined
      if (!failing) return refreshed()
      // The issuer is known to be down: ask again now and then, but let nobody wait for it.
      if (mayTry(cooldown)) void refresh()
      return stale
    },
    async afterUnknownKey() {
      return mayTry(cooldown) ? refreshed() : usable()
    },
  }
}

/** One look at the issuer within `timeout`: its metadata where needed, and its key set. */
function keyLoader(settings: Settings) {
  let jwks: { uri: string; discovered_at: Seconds } | undefined

  return async (): Promise<{ text: string; json: unknown; fresh_for: Seconds }> => {
    const signal = AbortSignal.timeout(settings.timeout * 1000)
    const now = settings.clock.elapsed()
    const known = jwks && now < jwks.discovered_at + rediscoverAfter ? jwks : undefined
    // Forgotten until the fetch succeeds: a failure may mean that the keys have moved.
    jwks = undefined
    const from = known ?? { uri: await discoverKeysUrl(settings.issuer, signal), discovered_at: now }
    const { status, text, json, headers } = await fetchJson(from.uri, signal)
    // RFC 7517 §5: a key set has the member "keys".
    if (status !== 200 || !Array.isArray((json as { keys?: unknown }).keys))
      throw new Error(`${from.uri} is not a key set`)
    jwks = from
    return { text, json, fresh_for: freshFor(headers) }
  }
}

/** fetch says "fetch failed" and keeps the reason in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message
}
