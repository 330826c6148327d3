import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Answer = (request: IncomingMessage, answer: ServerResponse) => void

export type RangeServer = {
  url: string
  /** Every request, as it came. */
  asked: { path: string; padding: string | undefined; all: string }[]
  /** What the next requests get. */
  answer: Answer
  close: () => void
}

/** A server that speaks the range protocol of Have I Been Pwned, or whatever a test makes of it. */
export async function startRangeServer(stolen: readonly string[] = []): Promise<RangeServer> {
  const asked: RangeServer['asked'] = []
  const known = stolen.map((password) => createHash('sha1').update(password).digest('hex').toUpperCase())
  const server = createServer((request, answer) => {
    asked.push({
      path: request.url ?? '',
      padding: request.headers['add-padding'] as string | undefined,
      all: `${request.url}\n${request.rawHeaders.join('\n')}`,
    })
    made.answer(request, answer)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const made: RangeServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (request, answer) => answer.end(rangeFor(request.url?.slice(-5) ?? '', known)),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
  return made
}

/** Those of the range, among padding that counts nobody. */
function rangeFor(prefix: string, known: readonly string[]): string {
  const found = known.filter((sha1) => sha1.startsWith(prefix)).map((sha1) => `${sha1.slice(5)}:4711`)
  const padding = ['003D68EB55068C33ACE09247EE4C639306B:0', '012C192B2F16F82EA0EB9EF18D9D539B0DD:0']
  return [...padding, ...found].join('\r\n')
}
