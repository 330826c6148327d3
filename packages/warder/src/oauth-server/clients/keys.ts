import { importJwksOfAnyAlgorithm, repeatsMember, type Seconds, type VerificationKey } from '@warder/protocol'
import { boundedMap } from '../../cache/bounded-map.ts'
import { FetchError, type SafeFetch } from '../../http/outbound/safe-fetch.ts'
import type { Log } from '../../log.ts'
import { hour, minute } from '../../time.ts'
import type { Client } from './client.ts'

/** The public keys of clients: written down with them, or fetched from where they say. */
export type ClientKeys = {
  /**
   * The keys of a client; none when it has none or they cannot be had.
   *
   * @param kid the key that is wanted: a set that does not have it may be fetched again
   */
  of: (client: KeyedClient, kid: string | undefined, now: Seconds) => Promise<readonly VerificationKey[]>
}

export type KeyedClient = Pick<Client, 'client_id' | 'jwks' | 'jwks_uri'>

const freshFor: Seconds = 5 * minute
/** While it cannot be fetched, what was fetched so long ago still counts. */
const staleFor: Seconds = hour
/** A token that names a key nobody has, and an address that answers nothing, are asked about no more often (CA-09, JW-08). */
const cooldown: Seconds = 30

const limits = { timeout_ms: 3000, max_bytes: 64 * 1024 }

type Kept = { keys: readonly VerificationKey[]; fetched_at: Seconds; tried_at: Seconds }

/** Keeps the key sets of a thousand clients. Of any number of requests for one set, one fetches it. */
export function createClientKeys(safeFetch: SafeFetch, log: Pick<Log, 'warn'>): ClientKeys {
  const inline = boundedMap<readonly VerificationKey[]>(1000)
  const sets = boundedMap<Kept>(1000)
  const fetching = new Map<string, Promise<Kept>>()

  const fetched = async (client: KeyedClient, url: string, before: Kept | undefined, now: Seconds) => {
    let kept: Kept
    try {
      kept = { keys: await keySetAt(safeFetch, url), fetched_at: now, tried_at: now }
    } catch (error) {
      const reason = error instanceof FetchError ? error.reason : 'answer'
      log.warn({ client_id: client.client_id, reason }, 'the keys of an application could not be fetched')
      kept = { keys: before?.keys ?? [], fetched_at: before?.fetched_at ?? -Infinity, tried_at: now }
    }
    sets.set(url, kept)
    return kept
  }

  const refreshed = (client: KeyedClient, url: string, before: Kept | undefined, now: Seconds) => {
    const running = fetching.get(url)
    if (running) return running
    const started = fetched(client, url, before, now).finally(() => fetching.delete(url))
    fetching.set(url, started)
    return started
  }

  return {
    of: async (client, kid, now) => {
      if (client.jwks !== null) return parsed(inline, client.jwks)
      const url = client.jwks_uri
      if (url === null) return []
      let kept = sets.get(url)
      const mayTry = !kept || now - kept.tried_at >= cooldown || now < kept.tried_at
      if (mayTry && (!kept || now - kept.fetched_at >= freshFor || lacks(kept.keys, kid)))
        kept = await refreshed(client, url, kept, now)
      return kept && now - kept.fetched_at < staleFor ? kept.keys : []
    },
  }
}

const lacks = (keys: readonly VerificationKey[], kid: string | undefined) =>
  kid !== undefined && !keys.some((key) => key.kid === kid)

function parsed(
  known: { get: (key: string) => readonly VerificationKey[] | undefined; set: Setter },
  text: string,
): readonly VerificationKey[] {
  const before = known.get(text)
  if (before) return before
  const keys = importJwksOfAnyAlgorithm(JSON.parse(text))
  known.set(text, keys)
  return keys
}

type Setter = (key: string, keys: readonly VerificationKey[]) => void

/** @throws FetchError, or SyntaxError for what is no key set */
async function keySetAt(safeFetch: SafeFetch, url: string): Promise<readonly VerificationKey[]> {
  const { status, body } = await safeFetch(url, {
    by: 'client',
    headers: { accept: 'application/jwk-set+json, application/json' },
    ...limits,
  })
  const text = body.toString('utf8')
  if (status !== 200 || text.split(/[[{]/, 2000).length === 2000) throw new SyntaxError('no key set')
  const document: unknown = JSON.parse(text)
  // RFC 8259 §4: which of two members of one name counts differs between programs.
  if (repeatsMember(text)) throw new SyntaxError('no key set')
  return importJwksOfAnyAlgorithm(document)
}
