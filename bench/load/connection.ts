import { connect } from 'node:net'
import { type Answer, readAnswer } from './response.ts'

/** What a connection reports. `answered` says whether the next request may follow. */
export type Listener = {
  answered(answer: Answer, milliseconds: number): boolean
  failed(reason: string): void
  ended(): void
}

/**
 * One kept-alive connection that asks, waits for the whole answer, and asks again. It reads into one buffer of its own
 * (`onread`) and writes one constant: streams and a general HTTP client would cost the generator more than the server.
 */
export function openConnection(port: number, request: (last?: string) => Buffer, listener: Listener): void {
  const received = Buffer.allocUnsafe(128 * 1024)
  let askedAt = 0
  let pending = ''
  let over = false

  const read = (length: number): boolean => {
    pending += received.toString('latin1', 0, length)
    const answer = readAnswer(pending)
    if (!answer) return true
    pending = ''
    const goOn = listener.answered(answer, performance.now() - askedAt)
    if (goOn && !answer.closes) ask(answer.body)
    else finish(goOn ? 'the server closed a connection' : undefined)
    return true
  }

  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: { buffer: received, callback: read },
  })
  socket.on('connect', () => ask())
  socket.on('error', (error) => finish(error.message))
  socket.on('close', () => finish('the server closed a connection'))

  function ask(last?: string): void {
    const bytes = request(last)
    askedAt = performance.now()
    socket.write(bytes)
  }

  function finish(reason?: string): void {
    if (over) return
    over = true
    socket.destroy()
    if (reason !== undefined) listener.failed(reason)
    listener.ended()
  }
}
