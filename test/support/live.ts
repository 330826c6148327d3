import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { loadConfig } from '../../packages/warder/src/config/load.ts'
import { createWarder, type Warder } from '../../packages/warder/src/index.ts'
import { freshSqlite } from './services.ts'

export type LiveWarder = Warder & { origin: string; stop: () => Promise<void> }

/** A Warder behind a real listener on a free port of localhost, in development, with the real clock unless another is given. */
export async function startLive(
  settings: Record<string, string> = {},
  now?: () => number,
): Promise<LiveWarder> {
  const store = await freshSqlite()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`
  const secret = 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A'
  const loaded = await loadConfig({
    flags: { issuer: origin, database_url: store.url, dev: true, secret, ...settings },
    env: {},
  })
  if (!loaded.ok)
    throw new Error(loaded.problems.map(({ where, problem }) => `${where} ${problem}`).join('\n'))
  const { config } = loaded
  const warder = await createWarder({
    config: { ...config, password: { ...config.password, memory_kib: 64, passes: 1 } },
    ...(now && { now }),
  })
  const listener = getRequestListener((request, { incoming }) =>
    warder.handler(request, { address: incoming.socket.remoteAddress ?? '' }),
  )
  server.on('request', (incoming, outgoing) => void listener(incoming, outgoing))
  return {
    ...warder,
    origin,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await warder.close()
      await store.drop()
    },
  }
}
