import { digest, spread } from '../../crypto/tokens.ts'
import type { Log } from '../../log.ts'
import { connect, type Connection } from './connection.ts'
import { mayForget, type ServerFacts } from './facts.ts'

/** Not ok while the server is away; what was asked may then have happened or not. */
export type Asked = { ok: true; reply: unknown } | { ok: false }

/**
 * The connection to Valkey or Redis that a process has, in whatever state it is. Nothing waits for the server longer
 * than the patience of one command: while it is away, everybody is told so at once and goes on without it.
 */
export type Valkey = {
  ask: (words: readonly string[]) => Promise<Asked>
  /** Hears what is published on a channel, also after the connection was lost and made again. */
  listen: (channel: string, heard: (text: string) => void) => Promise<void>
  /** A name in the space of this installation; whatever `of` is, it is not readable in there. */
  key: (kind: string, of?: string) => string
  answers: () => boolean
  /** Ends the connection as soon as what was asked is answered, or will not be. */
  close: () => Promise<void>
}

export type ValkeyOptions = {
  url: string
  /** All instances of an installation have the same, and two installations that share a server differ in it. */
  issuer: string
  log: Log
}

// Milliseconds.
const firstPause = 1000
const longestPause = 5000
const heartbeat = 2000
/** A connection that lived shorter does not count as recovered, so the pauses keep growing. */
const stable = 10_000

/** Resolves after the first try to connect, however that went. */
export async function openValkey({ url, issuer, log }: ValkeyOptions): Promise<Valkey> {
  const space = `warder:${digest(issuer).slice(0, 12)}`
  const key: Valkey['key'] = (kind, of) =>
    of === undefined ? `${space}:${kind}` : `${space}:${kind}:${digest(of)}`
  const channels = new Map<string, (text: string) => void>()
  const unanswered = new Set<Promise<unknown>>()
  let current: Connection | undefined
  let closed = false
  let failures = 0
  let told = false
  let connected_at = 0
  let retry: NodeJS.Timeout | undefined

  async function tryToConnect(): Promise<void> {
    let made: Connection | undefined
    try {
      made = await connect({ url, probe: key('probe'), broke: (error) => lost(made, error) })
      for (const [channel, heard] of channels) await made.listen(channel, heard)
      if (closed) return made.drop()
      current = made
      connected_at = performance.now()
      if (told) log.info({}, 'the shared cache is back: limits are counted together again')
      told = false
      warnOf(made.facts, log)
    } catch (error) {
      made?.drop()
      away(error)
    }
  }

  /** The first who notices that a connection is no good ends it, and the others find it gone. */
  function lost(connection: Connection | undefined, error: unknown): void {
    if (connection === undefined || connection !== current) return
    current = undefined
    connection.drop()
    if (performance.now() - connected_at > stable) failures = 0
    away(error)
  }

  function away(error: unknown): void {
    if (closed) return
    if (!told)
      log.warn({ error }, 'the shared cache is away: until it is back, each process counts limits for itself')
    told = true
    const pause = Math.min(firstPause * 2 ** failures, longestPause)
    failures++
    retry = setTimeout(() => void tryToConnect(), spread(pause)).unref()
  }

  const ask: Valkey['ask'] = async (words) => {
    const used = current
    if (!used) return { ok: false }
    const answer = used.command(words)
    unanswered.add(answer)
    try {
      return { ok: true, reply: await answer }
    } catch (error) {
      // Also what the server refuses: a replica or a full one will refuse the next as well.
      lost(used, error)
      return { ok: false }
    } finally {
      unanswered.delete(answer)
    }
  }

  // Whoever only listens would not notice that nobody speaks any more.
  const beat = setInterval(() => void ask(['PING']), heartbeat).unref()
  await tryToConnect()
  return {
    ask,
    key,
    listen: async (channel, heard) => {
      channels.set(channel, heard)
      const used = current
      await used?.listen(channel, heard).catch((error: unknown) => lost(used, error))
    },
    answers: () => current !== undefined,
    close: async () => {
      closed = true
      clearInterval(beat)
      clearTimeout(retry)
      await Promise.allSettled(unanswered)
      current?.drop()
      current = undefined
    },
  }
}

/** F-21: nothing that must be kept lies there, but limits that are forgotten early are no limits. */
function warnOf(facts: ServerFacts, log: Log): void {
  if (!mayForget(facts)) return
  const fields = { version: facts.version, reason: facts.policy }
  log.warn(fields, 'the shared cache forgets keys when it is full: set its maxmemory-policy to noeviction')
}
