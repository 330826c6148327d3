/**
 * Uses the grant of a person again and again, as one of several programs: `granted.ts '{"folder":…}'`. By its clock ten minutes
 * pass in half a second. Prints what became of its calls.
 */
import { authenticatedFetch, fileStore, refreshToken } from '../../../../packages/outbound/src/index.ts'

type Task = {
  folder: string
  tokenEndpoint: string
  clientId: string
  secret: string
  api: string
  /** Milliseconds since 1970, and from then on. */
  start: number
  life: number
}

const task = JSON.parse(process.argv[2] ?? '{}') as Task // written by the test
const { folder, tokenEndpoint, clientId, secret, api, start, life } = task
const store = fileStore({ folder, key: Buffer.alloc(32, 7) })
const clock = () => start + (Date.now() - start) * 1200
const outcomes: Record<string, number> = {}
while (Date.now() < start + life) {
  // A credential made anew has nothing in memory: everything comes from the store.
  const credential = refreshToken({
    tokenEndpoint,
    clientId,
    auth: { method: 'client_secret_basic', secret },
    store,
    id: 'ada',
  })
  const outcome = await authenticatedFetch(credential, { origins: [api], clock })(api).then(
    ({ status }) => String(status),
    (error: { code?: string }) => error.code ?? 'failed',
  )
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1
}
process.stdout.write(JSON.stringify(outcomes))
