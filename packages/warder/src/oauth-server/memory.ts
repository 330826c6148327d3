import type { Pairwise, Seconds } from '@warder/protocol'
import type { X509Certificate } from 'node:crypto'
import { boundedMap, type BoundedMap } from '../cache/bounded-map.ts'
import type { AccessTokenFacts } from './access-token.ts'
import type { Config } from '../config/config.ts'
import { createSafeFetch, type SafeFetch } from '../http/outbound/safe-fetch.ts'
import type { Log } from '../log.ts'
import type { Client } from './clients/client.ts'
import { createClientKeys, type ClientKeys } from './clients/keys.ts'
import { createClientDocuments, type ClientDocuments } from './documents/documents.ts'
import { openAuthorities } from './proofs/authorities.ts'
import { createIssuerKeys, type IssuerKeys } from './proofs/issuer-keys.ts'
import { createOpenidIssuers, type OpenidIssuers } from './proofs/openid-issuers.ts'

/** `max_age` in seconds. */
export type Document = { body: string; etag: string; max_age: Seconds }

/**
 * What the OAuth server remembers in this process. Nothing in here is the truth: clients are read again
 * after five seconds, and revocation, expiry and the state of a person are checked at each use.
 */
export type OAuthMemory = {
  clients: BoundedMap<{ client: Client; read_at: Seconds }>
  /** What tokens said that were read before, by the digest of the whole token. */
  read: BoundedMap<AccessTokenFacts>
  /** The serialised claims that do not change between two tokens of a program. */
  constants: BoundedMap<string>
  /** The names of people for single sectors, by tenant. */
  names: BoundedMap<Pairwise>
  /** The discovery document of each tenant. */
  documents: BoundedMap<Document>
  client_keys: ClientKeys
  /** Of issuers whose word counts for programs that run where they are. */
  issuer_keys: IssuerKeys
  /** Where people sign in who have an account elsewhere. */
  openid_issuers: OpenidIssuers
  /** The documents of clients that describe themselves. */
  client_documents: ClientDocuments
  /** What people may allow to applications that nobody here registered. */
  self_registered: Config['self_registered']
  /** For what applications name when they are registered. */
  fetch: SafeFetch
  /** Whose certificates of applications count. */
  authorities: readonly X509Certificate[]
}

/** @throws ConfigError when the file of authorities cannot be read */
export function createOAuthMemory(config: Config, log: Pick<Log, 'warn'>): OAuthMemory {
  const fetch = createSafeFetch(config)
  const client_keys = createClientKeys(fetch, log)
  return {
    clients: boundedMap(10_000),
    read: boundedMap(10_000),
    constants: boundedMap(10_000),
    names: boundedMap(1_000),
    documents: boundedMap(1_000),
    client_keys,
    issuer_keys: createIssuerKeys(fetch, client_keys, log),
    openid_issuers: createOpenidIssuers(fetch, log),
    client_documents: createClientDocuments({ config, fetch, log }),
    self_registered: config.self_registered,
    fetch,
    authorities: openAuthorities(config.client_certificate.authorities),
  }
}
