import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { checkWebhook, type CheckedWebhook } from '@warder/guard'
import type { Message } from '../../../packages/warder/src/events/message.ts'

export type Received = { path: string; headers: Headers; body: string; message: Message }

export type Receiver = {
  url: string
  received: Received[]
  /** What it answers next: a status, or `hang` for nothing at all. It answers 204 otherwise. */
  answers: (number | 'hang')[]
  /** How many it had to do with at the same time, at most. */
  most: () => number
  close: () => void
}

/** A program that webhooks tell. */
export async function startReceiver(): Promise<Receiver> {
  const received: Received[] = []
  const answers: Receiver['answers'] = []
  let [open, most] = [0, 0]
  const server = createServer((request, response) => {
    open++
    most = Math.max(most, open)
    response.on('close', () => open--)
    void bodyOf(request).then((body) => {
      const headers = new Headers(request.headers as Record<string, string>)
      received.push({ path: request.url ?? '', headers, body, message: JSON.parse(body) as Message })
      const answer = answers.shift() ?? 204
      if (answer === 'hang') return
      response.writeHead(answer, answer === 302 ? { location: 'http://127.0.0.1:1/elsewhere' } : {})
      response.end('<script>alert(1)</script>')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/hook`,
    received,
    answers,
    most: () => most,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += String(chunk)
  return body
}

/** What whoever uses `@warder/guard` makes of it. */
export const checked = (got: Received | undefined, secrets: string[], now: number): Promise<CheckedWebhook> =>
  checkWebhook(got ?? { headers: new Headers(), body: '' }, secrets, now)
