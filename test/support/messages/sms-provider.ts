import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Heard = { path: string; headers: IncomingHttpHeaders; body: string }

export type SmsServer = {
  /** Host and port. */
  host: string
  heard: Heard[]
  /** What it answers from now on: a status, nothing for ever, or a broken connection. */
  play: (answer: number | 'hang' | 'drop') => void
  close: () => void
}

/** A provider of text messages that does what a test tells it. */
export async function smsServer(): Promise<SmsServer> {
  const heard: Heard[] = []
  let answer: number | 'hang' | 'drop' = 201
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      heard.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      })
      reply(response, answer)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard,
    play: (next) => (answer = next),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function reply(response: ServerResponse, answer: number | 'hang' | 'drop'): void {
  if (answer === 'hang') return
  if (answer === 'drop') return void response.destroy()
  response.writeHead(answer, { 'content-type': 'application/json' }).end('{}')
}
