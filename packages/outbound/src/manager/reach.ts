import type { Clock } from '../credential.ts'

/** How a place answers to somebody who shows nothing. */
export type Reached = {
  origin: string
  /** Of the answer, whatever it is; undefined when there was none. */
  status: number | undefined
  /** Milliseconds by which the clock over there is ahead of ours, to a second; undefined where it does not say. */
  ahead: number | undefined
}

/** Milliseconds. */
const patience = 5_000

/** Asks an origin for nothing, without a credential: whether anybody is there, and what time it is there. */
export async function reach(origin: string, send: typeof fetch, clock: Clock): Promise<Reached> {
  try {
    const init = { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patience) } as const
    const response = await send(origin, init)
    await response.body?.cancel()
    const date = Date.parse(response.headers.get('date') ?? '')
    return {
      origin,
      status: response.status,
      ahead: Number.isNaN(date) ? undefined : date - Math.floor(clock() / 1000) * 1000,
    }
  } catch {
    return { origin, status: undefined, ahead: undefined }
  }
}
