/** Uses a shared grant again and again, as one of several processes: `refresher.ts FOLDER ORIGIN MILLISECONDS`. */
import { fileStore } from '../../src/store/file-store.ts'
import { refreshToken } from '../../src/oauth/refresh-token.ts'
import { authenticatedFetch } from '../../src/fetch/authenticated-fetch.ts'

const [folder = '', origin = '', life = '0'] = process.argv.slice(2)
const store = fileStore({ folder, key: Buffer.alloc(32, 7) })
const until = performance.now() + Number(life)
const outcomes: Record<string, number> = {}
while (performance.now() < until) {
  // A credential made anew has nothing in memory: everything comes from the store.
  const credential = refreshToken({
    tokenEndpoint: `${origin}/token`,
    clientId: 'cli',
    auth: { method: 'none' },
    store,
    id: 'ada',
  })
  const call = authenticatedFetch(credential, { origins: [origin] })
  const outcome = await call(`${origin}/api`).then(
    ({ status }) => String(status),
    (error: { code?: string; message?: string }) => error.code ?? error.message ?? 'failed',
  )
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
}
process.stdout.write(JSON.stringify(outcomes))
