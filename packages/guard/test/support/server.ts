import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { TestContext } from 'node:test'

export type Asked = { path: string; headers: IncomingMessage['headers']; body: string }
export type Told = { status?: number; json?: unknown; headers?: Record<string, string> }

/** A server that answers what `answer` says, and remembers what it was asked. It stops with the test. */
export async function startServer(t: TestContext, answer: (asked: Asked) => Told | Promise<Told>) {
  const asked: Asked[] = []
  const respond: RequestListener = (request, response) => {
    void text(request).then(async (body) => {
      const one = { path: request.url ?? '', headers: request.headers, body }
      asked.push(one)
      const { status = 200, json, headers } = await answer(one)
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(json === undefined ? undefined : JSON.stringify(json))
    })
  }
  const server = createServer(respond)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  t.after(stop)
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, stop }
}
