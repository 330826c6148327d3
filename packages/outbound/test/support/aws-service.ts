import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verify } from './aws-verifier.ts'

/** A service of AWS: takes what is signed as it should be, and answers as AWS does where it is not. */
export async function awsService(keys: Readonly<Record<string, string>>) {
  const state = {
    /** What its clock says; the machine's own where absent. */
    now: undefined as number | undefined,
    /** Keys that it does not take any more. */
    ended: new Set<string>(),
    kept: [] as Buffer[],
    answers: [] as string[],
    headers: [] as IncomingMessage['headers'][],
  }
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const now = state.now ?? Date.now()
      const wire = {
        method: request.method ?? '',
        target: request.url ?? '',
        rawHeaders: request.rawHeaders,
        body: Buffer.concat(chunks),
      }
      const id = /Credential=([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? ''
      const result = state.ended.has(id) ? { error: 'ExpiredToken' } : verify(wire, (name) => keys[name], now)
      state.headers.push(request.headers)
      response.setHeader('date', new Date(now).toUTCString())
      state.answers.push('error' in result ? result.error : 'ok')
      if ('error' in result)
        response.writeHead(403).end(`<?xml version="1.0"?><Error><Code>${result.error}</Code></Error>`)
      else {
        state.kept.push(result.body)
        response.end('ok')
      }
    })
  }
  const server = createServer(handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { origin, state, close: () => server.close() }
}
