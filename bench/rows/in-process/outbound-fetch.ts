import { authenticatedFetch, bearer } from '../../../packages/outbound/src/index.ts'
import type { Settings } from '../../harness/settings.ts'
import { median } from '../../report/statistics.ts'
import type { Findings } from '../../report/report.ts'
import type { Row } from '../row.ts'
import { findings, interleave, type Check } from './checks.ts'

export const outboundFetchRow: Row = {
  name: 'outbound-fetch',
  title: 'what a fetch that carries a credential costs beside a bare one',
  says:
    'Requests a second, one after the other in one process, over a transport that answers at once: what is left is the work of the ' +
    'wrapper, which binds, copies, adds the credential and looks at the answer. A bare `fetch` with the header in its options is the other.',
  measure,
}

const address = 'https://api.example/things?page=2'

async function measure(settings: Settings): Promise<Findings> {
  const transport = (() => Promise.resolve(new Response('ok'))) as typeof fetch // takes what any fetch takes
  const bound = authenticatedFetch(bearer('token'), { origins: ['https://api.example'], fetch: transport })
  const checkOf = (name: string, ask: () => Promise<Response>): Check => ({
    name,
    once: async () => {
      if ((await ask()).status !== 200) throw new Error(`${name} failed`)
    },
    perSecond: [],
  })
  const checks = [
    checkOf('through authenticatedFetch', () => bound(address)),
    checkOf('the transport alone', () => transport(address, { headers: { authorization: 'Bearer token' } })),
  ]
  await interleave(checks, settings)
  const [through = 0, alone = 0] = checks.map(({ perSecond }) => 1_000_000 / median(perSecond))
  const found = findings(checks, settings)
  return {
    ...found,
    notes: [...found.notes, `The wrapper takes ${(through - alone).toFixed(1)} µs a request.`],
  }
}
