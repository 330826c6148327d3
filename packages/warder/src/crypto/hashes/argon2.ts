import { lowerPoolPriority } from '../thread-priority.ts'
import { UnusableHash, within, bytesOf, type Reader } from './hash.ts'

let loading: Promise<typeof import('@node-rs/argon2')> | undefined

/** Loaded by the first password: what only checks tokens and sessions never needs it. */
export function argon2(): Promise<typeof import('@node-rs/argon2')> {
  return (loading ??= load())
}

async function load() {
  const engine = await import('@node-rs/argon2')
  lowerPoolPriority() // reading files has started the pool by now
  return engine
}

/**
 * Argon2 in the PHC string format, of every variant (RFC 9106 §3.1). DS-19: no hash may ask for more than the settings may.
 */
export const readArgon2: Reader = (text) => {
  if (!text.startsWith('$argon2')) return undefined
  const [, variant, version, memory, passes, lanes, salt, hash] =
    /^\$argon2(id|i|d)\$v=(16|19)\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(text) ?? []
  if (variant === undefined)
    throw new UnusableHash('The hash is not Argon2 as $argon2id$v=19$m=…,t=…,p=…$salt$hash')
  const cost = {
    memory_kib: within(memory, 'The memory of Argon2 in KiB', 8, 1_048_576),
    passes: within(passes, 'The passes of Argon2', 1, 20),
  }
  within(lanes, 'The lanes of Argon2', 1, 16)
  bytesOf(salt, 'The salt', 8, 64)
  bytesOf(hash, 'The hash', 16, 64)
  const ours = variant === 'id' && version === '19'
  return {
    kind: ours ? 'argon2' : 'foreign',
    ...(ours && { cost }),
    heavy: cost.memory_kib > 262_144 || cost.memory_kib * cost.passes > 1_048_576,
    verify: async (password) => (await argon2()).verify(text, password),
  }
}
