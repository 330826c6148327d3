import { importJwks, type Seconds, type VerificationKey } from '@warder/protocol'
import type { Settings } from '../settings/resolve.ts'
import type { IssuerMetadata } from './discovery.ts'
import { fetchJson, reasonOf } from './fetch-json.ts'
import { freshFor } from './freshness.ts'

/** The same array as long as the issuer publishes the same document. */
export type KeySet = readonly VerificationKey[]

export type KeySource = {
  /** The keys to verify with; undefined when there are none that may still be used. */
  current(): KeySet | undefined | Promise<KeySet | undefined>
  /** The keys after a token named an unknown one: looked up again, once per cooldown at most. */
  afterUnknownKey(): Promise<KeySet | undefined>
}

/** The metadata of the issuer, read again now and then. */
export type Metadata = {
  read: (signal: AbortSignal) => Promise<IssuerMetadata>
  forget: () => void
}

type Held = { text: string; keys: KeySet; fresh_until: Seconds; usable_until: Seconds }

/** How soon to try again while there are no keys at all. */
const retryWithoutKeys: Seconds = 1

/**
 * The issuer's keys. However many requests need them at once, there is one fetch. While the issuer is
 * down the last keys serve until `max_stale`, and no request waits for it more than once per outage.
 */
export function keySource(issuer: string, metadata: Metadata, settings: Settings): KeySource {
  const { cooldown, max_stale, clock } = settings
  const load = keyLoader(metadata, settings)
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
      const message = `The keys of ${issuer} could not be read: ${reasonOf(error)}`
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
function keyLoader(metadata: Metadata, settings: Settings) {
  return async (): Promise<{ text: string; json: unknown; fresh_for: Seconds }> => {
    const signal = AbortSignal.timeout(settings.timeout * 1000)
    const { jwks_uri: uri } = await metadata.read(signal)
    try {
      if (uri === undefined) throw new Error('its metadata names no jwks_uri')
      const { status, text, json, headers } = await fetchJson(uri, { signal })
      // RFC 7517 §5: a key set has the member "keys".
      if (status !== 200 || !Array.isArray((json as { keys?: unknown }).keys))
        throw new Error(`${uri} is not a key set`)
      return { text, json, fresh_for: freshFor(headers) }
    } catch (error) {
      // A failure may mean that the keys have moved.
      metadata.forget()
      throw error
    }
  }
}
