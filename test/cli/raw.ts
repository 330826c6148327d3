import { connect, type Socket } from 'node:net'

/** A connection that says exactly what it is told to. */
export type Raw = {
  socket: Socket
  send: (text: string) => void
  /** Everything received until the other side closed. */
  closed: Promise<string>
  /** Resolves when `text` has been received. */
  received: (text: string) => Promise<string>
}

export function raw(port: number, host = '127.0.0.1'): Raw {
  const socket = connect({ port, host })
  let all = ''
  const waiting: { text: string; resolve: (all: string) => void }[] = []
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    all += chunk
    for (const { text, resolve } of waiting) if (all.includes(text)) resolve(all)
  })
  // A reset tells the same as an end: the other side has closed.
  socket.on('error', () => undefined)
  return {
    socket,
    send: (text) => void socket.write(text),
    closed: new Promise((resolve) => socket.once('close', () => resolve(all))),
    received: (text) =>
      new Promise((resolve) => (all.includes(text) ? resolve(all) : waiting.push({ text, resolve }))),
  }
}

/** Sends one text and waits for the connection to end. */
export function exchange(port: number, text: string): Promise<string> {
  const connection = raw(port)
  connection.send(text)
  return connection.closed
}

export const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])

export function headOf(answer: string): Map<string, string> {
  const [head = ''] = answer.split('\r\n\r\n')
  return new Map(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => [line.split(': ')[0]?.toLowerCase() ?? '', line.slice(line.indexOf(': ') + 2)]),
  )
}

export const bodyOf = (answer: string): { code?: string } =>
  JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4)) as { code?: string }
