import type { Seconds } from '@warder/protocol'
import type { X509Certificate } from 'node:crypto'
import { boundedMap, type BoundedMap } from '../cache/bounded-map.ts'
import type { AccessTokenFacts } from './access-token.ts'
import type { Config } from '../config/config.ts'
import { createSafeFetch } from '../http/outbound/safe-fetch.ts'
import type { Log } from '../log.ts'
import type { Client } from './clients/client.ts'
import { createClientKeys, type ClientKeys } from './clients/keys.ts'
import { openAuthorities } from './proofs/authorities.ts'

export type Document = { body: string; etag: string }

/**
 * What the OAuth server remembers in this process. Nothing in here is the truth: clients are read again
 * after five seconds, and revocation, expiry and the state of a person are checked at each use.
 */
export type OAuthMemory = {
  clients: BoundedMap<{ client: Client; read_at: Seconds }>
  /** Signatures that were checked before, by the digest of the whole token. */
  verified: BoundedMap<AccessTokenFacts>
  /** The serialised claims that do not change between two tokens of a program. */
  constants: BoundedMap<string>
  /** The discovery document of each tenant. */
  documents: BoundedMap<Document>
  client_keys: ClientKeys
  /** Whose certificates of applications count. */
  authorities: readonly X509Certificate[]
}

/** @throws ConfigError when the file of authorities cannot be read */
export function createOAuthMemory(
  config: Pick<Config, 'dev' | 'allow_networks' | 'client_certificate'>,
  log: Pick<Log, 'warn'>,
): OAuthMemory {
  return {
    clients: boundedMap(10_000),
    verified: boundedMap(10_000),
    constants: boundedMap(10_000),
    documents: boundedMap(1_000),
    client_keys: createClientKeys(createSafeFetch(config), log),
    authorities: openAuthorities(config.client_certificate.authorities),
  }
}
