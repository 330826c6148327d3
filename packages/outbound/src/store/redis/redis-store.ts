import { lateStore } from '../late.ts'
import type { CredentialStore } from '../store.ts'
import type { RedisCommands } from './lock.ts'

export type RedisStoreOptions = {
  /** A connected client of @redis/client, or anything that sends commands. */
  client: RedisCommands
  /** 32 bytes that seal every record: Redis sees none of them. */
  key: Buffer | (() => Buffer | Promise<Buffer>)
  /** What all keys begin with. */
  prefix?: string
}

/**
 * Records in Redis, each sealed with AES-256-GCM and bound to its id and kind, for programs on many machines. Whoever holds a
 * lock and is silent for four seconds has lost it, and what it writes afterwards is refused.
 *
 * @throws OutboundError STORE_UNAVAILABLE when Redis does not answer
 */
export function redisStore(options: RedisStoreOptions): CredentialStore {
  return lateStore(async () => (await import('./records.ts')).redisRecords(options))
}
