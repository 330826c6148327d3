import { OAuthError, type Seconds } from '@warder/protocol'
import { boundedMap } from '../../cache/bounded-map.ts'
import type { Config } from '../../config/config.ts'
import { FetchError, type Fetched, type SafeFetch } from '../../http/outbound/safe-fetch.ts'
import type { Log } from '../../log.ts'
import type { ClientRow } from '../../store/oauth/clients.ts'
import { minute } from '../../time.ts'
import { isOnOwnMachine, mayBeFetched } from './client-id.ts'
import { freshFor } from './freshness.ts'

/** What is known of a client that describes itself. `unreachable` may be answered by what was known before. */
export type Described = { kind: 'read'; row: ClientRow } | { kind: 'none' } | { kind: 'unreachable' }

/** The documents of clients whose id is an address: fetched, read and kept for a while. */
export type ClientDocuments = {
  /**
   * What the document at this address says. Of any number of calls at once for one address, one fetches it.
   *
   * @param allowed whether somebody allowed this client something: whoever makes up addresses of its host does not use up what it needs
   */
  of: (client_id: string, now: Seconds, allowed?: boolean) => Promise<Described>
  /** Whether `of` would fetch something. */
  wouldFetch: (client_id: string, now: Seconds) => boolean
  /** What `of` read last, for the transaction in which it comes to be needed. */
  last: (client_id: string) => ClientRow | undefined
}

/** The draft recommends 5 KB; key sets make some of them longer. */
const limits = { timeout_ms: 5000, max_bytes: 10 * 1024 }

/** What answered nothing, or nothing sound, is asked again after this and not before. */
const pause: Seconds = 30
/** Fetches at one time, and of one host in a minute: whoever makes up addresses makes others be asked (SS-07). */
const most = { at_once: 16, of_one_host: 30 }
/** As many again for what is known to be a document: it is no invention, and must not wait behind those. */
type Kind = 'known' | 'named'

type Kept = { described: Described; until: Seconds; since: Seconds }

/** Rows are the same in every tenant: whoever asks fills in theirs. */
const anyTenant = { id: '' }

type Parts = {
  config: Config
  fetch: SafeFetch
  log: Pick<Log, 'warn'>
}

export function createClientDocuments({ config, fetch, log }: Parts): ClientDocuments {
  const kept = boundedMap<Kept>(2000)
  const fetching = new Map<string, Promise<Described>>()
  const running: Record<Kind, number> = { known: 0, named: 0 }
  const asked = boundedMap<{ minute: number; times: number }>(2000)

  const fresh = (client_id: string, now: Seconds) => {
    const known = kept.get(client_id)
    return known && now < known.until && now >= known.since ? known.described : undefined
  }

  function mayAsk(client_id: string, kind: Kind, now: Seconds): boolean {
    const key = `${kind} ${new URL(client_id).hostname}`
    const before = asked.get(key)
    const times = before?.minute === Math.floor(now / minute) ? before.times + 1 : 1
    if (running[kind] >= most.at_once || times > most.of_one_host) return false
    asked.set(key, { minute: Math.floor(now / minute), times })
    return true
  }

  function started(client_id: string, kind: Kind, now: Seconds): Promise<Described> {
    running[kind]++
    const answer = fetched(client_id, now).finally(() => {
      running[kind]--
      fetching.delete(client_id)
    })
    fetching.set(client_id, answer)
    return answer
  }

  async function fetched(client_id: string, now: Seconds): Promise<Described> {
    const keep = (described: Described, seconds: Seconds) => {
      kept.set(client_id, { described, until: now + seconds, since: now })
      return described
    }
    try {
      const answer = await documentAt(fetch, client_id)
      if (answer.status >= 500) return keep({ kind: 'unreachable' }, pause)
      const { rowOfDocument } = await import('./read.ts')
      const row = rowOfDocument({ app: { config, now: () => now }, tenant: anyTenant }, client_id, answer)
      return keep({ kind: 'read', row }, freshFor(answer.headers))
    } catch (error) {
      if (!(error instanceof FetchError || error instanceof OAuthError)) throw error
      const reason = error instanceof FetchError ? error.reason : error.message
      log.warn({ client_id, reason }, 'the document of an application cannot be used')
      const out = error instanceof FetchError && passing.includes(error.reason)
      return keep({ kind: out ? 'unreachable' : 'none' }, pause)
    }
  }

  return {
    of: async (client_id, now, allowed = false) => {
      if (!mayBeFetched(client_id, config)) return { kind: 'none' }
      const known = fresh(client_id, now)
      if (known) return known
      const underway = fetching.get(client_id)
      if (underway) return underway
      const kind = allowed || kept.get(client_id)?.described.kind === 'read' ? 'known' : 'named'
      return mayAsk(client_id, kind, now) ? started(client_id, kind, now) : { kind: 'unreachable' }
    },
    wouldFetch: (client_id, now) => mayBeFetched(client_id, config) && !fresh(client_id, now),
    last: (client_id) => {
      const described = kept.get(client_id)?.described
      return described?.kind === 'read' ? described.row : undefined
    },
  }
}

/** What may be over in a minute: the document was there, and its server is not. */
const passing: readonly string[] = ['name', 'connection', 'timeout']

function documentAt(safeFetch: SafeFetch, client_id: string): Promise<Fetched> {
  return safeFetch(client_id, {
    // `mayBeFetched` has let through an address of this machine only where its operator named it, in development.
    by: isOnOwnMachine(client_id) ? 'operator' : 'client',
    headers: { accept: 'application/json' },
    ...limits,
  })
}
