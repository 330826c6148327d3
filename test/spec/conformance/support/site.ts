import { createServer, type Server } from 'node:https'
import type { IncomingMessage, RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { certify } from '../../../support/passkeys/certificate.ts'

const authority = certify({ name: 'localhost', ca: true, dns: 'localhost' })
const cert = authority.certificate.toString()
const key = authority.key.export({ type: 'pkcs8', format: 'pem' }).toString()
// Both sides reach each other by TLS, as the suite and a server do.
setDefaultCACertificates([...getCACertificates('default'), cert])

export type Site = { origin: string; server: Server; stop: () => Promise<void> }

/** A web site of this machine behind TLS, on a free port. */
export async function openSite(listener?: RequestListener): Promise<Site> {
  const server = createServer({ cert, key }, listener)
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const stop = async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  return { origin: `https://localhost:${(server.address() as AddressInfo).port}`, server, stop }
}

/** What somebody was sent. */
export type Received = {
  path: string
  query: URLSearchParams
  form: URLSearchParams
  method: string
  type: string
}

/** The site of the applications: it serves what it is told to, and keeps what it was sent. */
export type ApplicationSite = Site & {
  files: Map<string, { type: string; body: string | Buffer }>
  received: Received[]
  serve: (path: string, body: unknown) => string
}

export async function openApplicationSite(): Promise<ApplicationSite> {
  const files: ApplicationSite['files'] = new Map()
  const received: Received[] = []
  const site = await openSite((request, response) => {
    void bodyOf(request).then((body) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost')
      received.push({
        path: pathname,
        query: searchParams,
        form: new URLSearchParams(body),
        method: request.method ?? '',
        type: request.headers['content-type'] ?? '',
      })
      const file = files.get(pathname)
      if (!file) return response.writeHead(request.method === 'POST' ? 200 : 404).end()
      return response.writeHead(200, { 'content-type': file.type }).end(file.body)
    })
  })
  const serve = (path: string, body: unknown) => {
    files.set(path, { type: 'application/json', body: JSON.stringify(body) })
    return site.origin + path
  }
  return { ...site, files, received, serve }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}
