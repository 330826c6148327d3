import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ClientView } from '../../../packages/warder/src/oauth-server/register.ts'
import { redirect_uri } from '../oauth.ts'

/** A place on this machine where clients describe themselves. */
export type DocumentPlace = {
  host: string
  /** Serves a document at an address of its own, and is the client of it. */
  published: (said?: Record<string, unknown>) => ClientView
  close: () => void
}

export async function startDocuments(): Promise<DocumentPlace> {
  const served = new Map<string, object>()
  const server = createServer((request, response) => {
    const said = served.get(request.url ?? '')
    response.writeHead(said ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(said ?? {}))
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const host = `localhost:${(server.address() as AddressInfo).port}`
  let made = 0
  return {
    host,
    published: (said = {}) => {
      const path = `/${++made}.json`
      const client_id = `http://${host}${path}`
      served.set(path, { client_id, client_name: 'Tool belt', redirect_uris: [redirect_uri], ...said })
      return { client_id } as ClientView // as the helpers read it
    },
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
