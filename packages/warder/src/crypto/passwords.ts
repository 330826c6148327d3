import { boundedQueue } from './bounded-queue.ts'
import { argon2 } from './hashes/argon2.ts'
import type { StoredHash } from './hashes/hash.ts'
import { readHash } from './hashes/read.ts'

export type Argon2Cost = { memory_kib: number; passes: number; lanes: number }

export type Passwords = {
  /** The PHC string of a password. */
  hash: (password: string) => Promise<string>
  /**
   * Without a stored hash it works as long and says false, so that an unknown account costs what a known one does.
   * @throws UnusableHash when the stored text is no hash
   */
  verify: (password: string, stored: string | undefined) => Promise<boolean>
  /** Whether a stored hash was made by another system, or with less work than the settings ask for now. */
  isOutdated: (stored: string) => boolean
  /**
   * A better hash of a password that was right, or undefined when there is none or others wait for their turn: it can
   * be made at another sign-in.
   */
  improve: (password: string, stored: string) => Promise<string | undefined>
}

export type PasswordOptions = Argon2Cost & {
  /** Hashes computed at the same time; one per core is quickest. */
  concurrency: number
  /** Callers that may wait; the next one is told to come back. */
  queue: number
}

const argon2id = 2

/**
 * Argon2id (RFC 9106) behind a bounded queue: a flood of sign-ins is refused early with 503, and neither
 * the event loop nor the thread pool that files and name look-ups share is starved.
 */
export function createPasswords(options: PasswordOptions): Passwords {
  const queue = boundedQueue(options.concurrency, options.queue)
  const cost = {
    algorithm: argon2id,
    memoryCost: options.memory_kib,
    timeCost: options.passes,
    parallelism: options.lanes,
  }
  let decoy: Promise<string> | undefined

  const hash = async (password: string) => (await argon2()).hash(normalise(password), cost)
  const isOutdated = (stored: string) => isWeaker(readHash(stored), options)

  /** Never right, and as much work as a hash of ours. */
  async function verifyDecoy(against: Promise<string>, password: string): Promise<false> {
    await (await argon2()).verify(await against, normalise(password))
    return false
  }

  return {
    hash: (password) => queue.run(() => hash(password)),
    async verify(password, stored) {
      const read = stored === undefined ? undefined : readHash(stored)
      // Made at the first look whoever it is for, or the first unknown address would take twice as long.
      const against = (decoy ??= hash('a decoy that is nobody’s password'))
      return queue.run(async () => {
        if (!read) return verifyDecoy(against, password)
        if (read.kind === 'argon2') return read.verify(normalise(password))
        // Some of the foreign ones are quick, and a quick refusal would tell that there is an account.
        return (await verifyForeign(read, password)) || verifyDecoy(against, password)
      })
    },
    isOutdated,
    improve: async (password, stored) =>
      isOutdated(stored) && !queue.isBusy() ? queue.run(() => hash(password)) : undefined,
  }
}

/** NIST SP 800-63B-4 §3.1.1.2: one normal form, so that a password typed on another keyboard is the same. */
function normalise(password: string): string {
  return password.normalize('NFC')
}

/** Another system may have hashed what was typed, in whichever form it came. */
async function verifyForeign(read: StoredHash, password: string): Promise<boolean> {
  for (const form of new Set([normalise(password), password])) {
    if (await read.verify(form)) return true
  }
  return false
}

/** Memory counts by itself, because it is what machines made for guessing have least of. */
function isWeaker({ cost }: StoredHash, { memory_kib, passes }: Argon2Cost): boolean {
  if (!cost) return true
  return cost.memory_kib < memory_kib || cost.memory_kib * cost.passes < memory_kib * passes
}
