import { readFacts, type ServerFacts } from './facts.ts'

// Milliseconds until what has not come is no longer waited for. Requests wait for commands; connecting is waited for
// by nobody, except once at the start.
const patience = 500
const patienceToConnect = 2000

/** One connection, good until its first failure. It is never mended: what is wrong with it is thrown away with it. */
export type Connection = {
  facts: ServerFacts
  /** @throws when the server refuses, does not answer in time, or is gone */
  command: (words: readonly string[]) => Promise<unknown>
  listen: (channel: string, heard: (text: string) => void) => Promise<void>
  /** Ends it at once; what still waits for an answer is rejected. */
  drop: () => void
}

export type ConnectionOptions = {
  /** Holds the password: it goes to the client library alone. */
  url: string
  /** A key to write once: a replica and a server that is full answer reads, and only a write finds out. */
  probe: string
  /** Called when the connection breaks by itself, at most once. */
  broke: (error: unknown) => void
}

/** Connects, and asks for what an operator must know. @throws within three seconds when that cannot be done */
export async function connect({ url, probe, broke }: ConnectionOptions): Promise<Connection> {
  // Loaded by those alone who have a server to talk to: it is a hundred files.
  const { createClient } = await import('@redis/client')
  const client = createClient({
    url,
    socket: { connectTimeout: patienceToConnect, reconnectStrategy: false },
    disableOfflineQueue: true,
    disableClientInfo: true,
    maintNotifications: 'disabled',
    commandsQueueMaxLength: 10_000,
  })
  let open = true
  client.on('error', (error: unknown) => {
    if (open) broke(error)
  })
  const drop = () => {
    open = false
    // It throws when the connection is over already.
    if (client.isOpen) client.destroy()
  }
  const command = async (words: readonly string[]) => inTime(client.sendCommand(words))
  try {
    await inTime(client.connect(), patienceToConnect)
    await command(['SET', probe, '1', 'PX', '1000'])
    const facts = readFacts(await command(['INFO']).catch(() => ''))
    return {
      facts,
      command,
      listen: async (channel, heard) => inTime(client.subscribe(channel, heard)),
      drop,
    }
  } catch (error) {
    drop()
    throw error
  }
}

/** No answer came in time. Whoever gets this drops the connection, so that a late answer meets nobody's question. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
}

function inTime<T>(answer: Promise<T>, ms = patience): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const tooLate = () => reject(new NoAnswerError(`no answer in ${ms} ms`))
  // A process that was busy itself finds its timers due before it has read what came meanwhile: one more turn.
  const timer = setTimeout(() => setImmediate(tooLate), ms)
  answer.then(resolve, reject).finally(() => clearTimeout(timer))
  return promise
}
