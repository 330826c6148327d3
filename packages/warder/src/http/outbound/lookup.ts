/** An address of a name, of the fourth or the sixth version. */
export type Found = { address: string; family: number }

/** Every address of a name. */
export type Look = (hostname: string) => Promise<Found[]>

/** The same for somebody who wrote the name, and for as long as they wait. */
export type Resolve = (hostname: string, by: 'operator' | 'client', signal: AbortSignal) => Promise<Found[]>

/**
 * Looks names up as the system does, which takes one of few threads until whoever answers for the name has answered, however late.
 * A server of names that answers nobody must not take those of the database, of mail and of passwords: of the names that
 * clients wrote, one is looked up that way at a time, and the others meanwhile without a thread. What is not found so may still stand in a
 * file of the system, and waits for its turn.
 *
 * @param system knows the files of the system as well
 * @param direct asks the servers of names by itself, in limited time
 */
export function createLookup(system: Look, direct: Look): Resolve {
  let running = false
  const waiting: { signal: AbortSignal; begin: () => void }[] = []

  const next = () => {
    running = false
    let one = waiting.shift()
    while (one?.signal.aborted) one = waiting.shift()
    one?.begin()
  }
  const inTurn = (hostname: string, signal: AbortSignal) =>
    new Promise<Found[]>((done) => {
      const begin = () => {
        running = true
        done(system(hostname).finally(next))
      }
      if (running) waiting.push({ signal, begin })
      else begin()
    })

  return async (hostname, by, signal) => {
    if (by === 'operator') return system(hostname)
    if (!running) return inTurn(hostname, signal)
    try {
      return await direct(hostname)
    } catch (error) {
      if (!isNowhere(error)) throw error
      return inTurn(hostname, signal)
    }
  }
}

const nowhere = ['ENOTFOUND', 'ENODATA', 'ECONNREFUSED']

const isNowhere = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && nowhere.some((code) => code === error.code)
