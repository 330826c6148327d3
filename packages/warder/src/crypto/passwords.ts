import { Problem } from '@warder/protocol'

export type Argon2Cost = { memory_kib: number; passes: number; lanes: number }

export type Passwords = {
  /** The PHC string of a password. */
  hash: (password: string) => Promise<string>
  /** Without a stored hash it works as long and says false, so that an unknown account costs what a known one does. */
  verify: (password: string, stored: string | undefined) => Promise<boolean>
}

export type PasswordOptions = Argon2Cost & {
  /** Hashes computed at the same time; one per core is quickest. */
  concurrency: number
  /** Callers that may wait; the next one is told to come back. */
  queue: number
}

const argon2id = 2
/** Loaded by the first password: what only checks tokens and sessions never needs it. */
const argon2 = () => import('@node-rs/argon2')

/**
 * Argon2id (RFC 9106) behind a bounded queue: a flood of sign-ins is refused early with 503, and neither
 * the event loop nor the thread pool that files and name look-ups share is starved.
 */
export function createPasswords(options: PasswordOptions): Passwords {
  const queued = boundedQueue(options.concurrency, options.queue)
  const cost = {
    algorithm: argon2id,
    memoryCost: options.memory_kib,
    timeCost: options.passes,
    parallelism: options.lanes,
  }
  let decoy: Promise<string> | undefined

  const hash = async (password: string) => (await argon2()).hash(password, cost)

  return {
    hash: (password) => queued(() => hash(normalise(password))),
    async verify(password, stored) {
      decoy ??= hash('a decoy that is nobody’s password')
      const against = stored ?? (await decoy)
      const matches = await queued(async () => (await argon2()).verify(against, normalise(password)))
      return matches && stored !== undefined
    },
  }
}

/** NIST SP 800-63B-4 §3.1.1.2: one normal form, so that a password typed on another keyboard is the same. */
function normalise(password: string): string {
  return password.normalize('NFC')
}

/** Milliseconds that a caller may be kept waiting; a person has given up by then. */
const patience = 5_000

type Job = { run: () => void }

function boundedQueue(concurrency: number, limit: number) {
  const waiting: Job[] = []
  let running = 0
  /** Of one computation, in milliseconds, smoothed over the last ones. */
  let usual = 0

  const next = () => {
    running--
    waiting.shift()?.run()
  }

  const isFull = () =>
    running >= concurrency && (waiting.length >= limit || (waiting.length * usual) / concurrency > patience)

  async function timed<T>(work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    try {
      return await work()
    } finally {
      const took = performance.now() - began
      usual = usual === 0 ? took : usual * 0.9 + took * 0.1
    }
  }

  return <T>(work: () => Promise<T>): Promise<T> => {
    if (isFull()) {
      return Promise.reject(
        new Problem('overloaded', {
          detail: 'Too many sign-ins at once. Wait a second and try again.',
          headers: { 'retry-after': '1' },
        }),
      )
    }
    return new Promise<T>((resolve, reject) => {
      const run = () => {
        running++
        timed(work).then(resolve, reject).finally(next)
      }
      if (running < concurrency) run()
      else waiting.push({ run })
    })
  }
}
