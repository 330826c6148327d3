import { hash } from 'node:crypto'

/** What a credential is remembered by: nothing that could be used if it leaked. */
export const digestOf = (credential: string): string => hash('sha256', credential, 'base64url')

/** What was found out, by digest; the oldest goes when there is no room. */
export type Remembered<V> = {
  get: (digest: string) => V | undefined
  set: (digest: string, value: V) => void
  delete: (digest: string) => void
}

export function remembered<V>(most: number): Remembered<V> {
  const values = new Map<string, V>()
  return {
    get: (digest) => values.get(digest),
    delete: (digest) => void values.delete(digest),
    set(digest, value) {
      if (most === 0) return
      values.set(digest, value)
      if (values.size <= most) return
      // A Map keeps the order of insertion: the first key is the oldest.
      const [oldest] = values.keys()
      if (oldest !== undefined) values.delete(oldest)
    },
  }
}

/** One question at a time for each key: whoever asks meanwhile gets the same answer. */
export function singleFlight<V>(): (key: string, ask: () => Promise<V>) => Promise<V> {
  const flights = new Map<string, Promise<V>>()
  return (key, ask) => {
    let flight = flights.get(key)
    if (!flight) {
      flight = ask().finally(() => flights.delete(key))
      flights.set(key, flight)
    }
    return flight
  }
}
