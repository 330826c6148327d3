import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Described } from '../config/definition.ts'
import type { Clock } from '../credential.ts'
import { addressIn, type Bound } from '../manager/bound.ts'
import { bindingOf, isLoopback } from '../fetch/binding.ts'
import { hasOverridingHeader } from '../fetch/overrides.ts'
import type { Providers } from '../manager/providers.ts'
import { clientOf, shownTokens, type ProxyClient } from './clients.ts'
import { forward, type Carried } from './forward.ts'
import { createLimits } from './limits.ts'
import { answerRefusal, Refusal, refusalOf, type RefusalCode } from './refusal.ts'
import { targetOf, type Target } from './target.ts'

/** What is told of one request: no secret, no header and no query. */
export type ProxyLine = {
  /** ISO 8601. */
  time: string
  client: string | null
  credential: string | null
  method: string
  /** Where it went, or would have gone: host and path. */
  host: string | null
  path: string | null
  /** `broken`: the answer had begun. */
  outcome: 'sent' | 'refused' | 'broken'
  /** Of the answer that the client got. */
  status: number
  code: RefusalCode | null
  /** What only the operator is told, like `REAUTH_REQUIRED`. */
  reason: string | null
  bytes_sent: number
  bytes_received: number
  milliseconds: number
}

export type HandlerOptions = {
  providers: Providers
  clients: readonly ProxyClient[]
  clock: Clock
  /** What may stand in `Host`. */
  hosts: readonly string[]
  url: string
  maxBodyBytes: number
  perMinute: number
  audit: (line: ProxyLine) => void
}

/** Refusals that a minute has lines for, of those who showed no token. */
const strangersPerMinute = 60

/** What is known of a request so far, for its line. */
type Known = { client: string | null; target: Target | undefined; url: URL | undefined; carried: Carried }

export function createHandler(options: HandlerOptions) {
  const { clock, audit } = options
  const limits = createLimits(options.perMinute, clock)
  const strangers = createLimits(strangersPerMinute, clock)

  async function serve(request: IncomingMessage, response: ServerResponse, known: Known): Promise<number> {
    requireOwnAddress(request, options.hosts)
    const target = targetOf(request.url ?? '')
    known.target = target
    const described = target && options.providers.config.definitions.get(target.credential)?.described
    const ofToken = ['warder-proxy-token', 'authorization', 'x-api-key', 'api-key', ...headersOf(described)]
    const client = clientOf(options.clients, shownTokens(request.headers, ofToken))
    if (!client) throw new Refusal('not_authenticated')
    known.client = client.name
    const end = limits.begin(client.name)
    if (!end) throw new Refusal('too_many')
    try {
      // Only now, so that the operator reads whose program it is that tries.
      if (!target) throw new Refusal('bad_target')
      if (hasOverridingHeader(Object.keys(request.headers))) throw new Refusal('override')
      // A name that is not there is refused like one that is not allowed: nobody learns which there are.
      if (!described) throw new Refusal('not_allowed', 'no such credential')
      const bound = await options.providers.bound(target.credential)
      const url = urlOf(target, bound)
      known.url = url
      const { method = '' } = request
      if (!(await client.allowed(target.credential, method, url))) throw new Refusal('not_allowed', 'no rule')
      const through = (to: URL) => addressThrough(options.url, target.credential, bound, to)
      const secretParameters = parametersOf(described)
      const { maxBodyBytes } = options
      return await forward(
        request,
        response,
        { bound, url, ofToken, secretParameters, through, maxBodyBytes },
        known.carried,
      )
    } finally {
      end()
    }
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const begun = clock()
    const known: Known = {
      client: null,
      target: undefined,
      url: undefined,
      carried: { sent: 0, received: 0 },
    }
    const tell = (status: number, outcome: ProxyLine['outcome'], refusal?: Refusal) => {
      if (known.client === null) {
        const end = strangers.begin('')
        if (!end) return
        end()
      }
      audit(lineOf(request, known, { begun, ended: clock(), status, outcome, refusal }))
    }
    try {
      tell(await serve(request, response, known), 'sent')
    } catch (error) {
      const refusal = refusalOf(error)
      // What has begun is cut off, so that nobody takes a part for the whole.
      const begunToAnswer = response.headersSent
      if (begunToAnswer) response.destroy()
      else answerRefusal(response, refusal)
      tell(response.statusCode, begunToAnswer ? 'broken' : 'refused', refusal)
    }
  }
}

type Outcome = Pick<ProxyLine, 'status' | 'outcome'> & {
  begun: number
  ended: number
  refusal: Refusal | undefined
}

function lineOf(
  { method = '' }: IncomingMessage,
  { client, target, url, carried }: Known,
  { begun, ended, status, outcome, refusal }: Outcome,
): ProxyLine {
  return {
    time: new Date(begun).toISOString(),
    client,
    credential: target?.credential ?? null,
    method,
    host: url?.host ?? target?.host ?? null,
    path: url?.pathname ?? target?.path ?? null,
    outcome,
    status,
    code: refusal?.code ?? null,
    reason: refusal?.reason ?? null,
    bytes_sent: carried.sent,
    bytes_received: carried.received,
    milliseconds: ended - begun,
  }
}

/** A name that somebody points at this machine is another site's (DNS rebinding), and a page has an origin. */
function requireOwnAddress({ rawHeaders, headers }: IncomingMessage, hosts: readonly string[]): void {
  const given = rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host')
  if (given.length !== 1 || !hosts.includes((headers.host ?? '').toLowerCase()))
    throw new Refusal('wrong_host')
  const site = headers['sec-fetch-site']
  if (headers.origin !== undefined || (site !== undefined && site !== 'none'))
    throw new Refusal('from_a_page')
}

/** The address that is meant, as it was written: what the parser would change is refused. */
function urlOf({ host, path, query }: Target, bound: Bound): URL {
  if (host === undefined && !bound.base) throw new Refusal('bad_target', 'no base address')
  const search = query === '' ? '' : `?${query}`
  const url = host === undefined ? addressIn(bound.base, path) : hostUrl(host, path, bound)
  const expected = host === undefined ? `${(bound.base?.pathname ?? '').replace(/\/$/, '')}${path}` : path
  if (url.pathname !== expected) throw new Refusal('bad_target')
  url.search = search
  return url
}

/** https, or plain http where the credential may go to this very address so. */
function hostUrl(host: string, path: string, { binding }: Bound): URL {
  const [secure, plain] = [new URL(`https://${host}${path}`), new URL(`http://${host}${path}`)]
  const { allowsOrigin } = bindingOf(binding)
  return isLoopback(plain.hostname) && allowsOrigin(plain) ? plain : secure
}

/** A redirect to a place of the same credential leads through the proxy again, and is held against the rules. */
function addressThrough(proxy: string, name: string, { base, binding }: Bound, to: URL): string | undefined {
  if (!bindingOf(binding).allowsOrigin(to)) return undefined
  const { pathname, search } = to
  const below = base ? base.pathname.replace(/\/$/, '') : ''
  if (base?.origin === to.origin && pathname.startsWith(`${below}/`))
    return `${proxy}/${name}${pathname.slice(below.length)}${search}`
  return `${proxy}/${name}@${to.host}${pathname}${search}`
}

/** The header that an SDK would put its key in. */
function headersOf(described: Described | undefined): string[] {
  if (described?.type !== 'api-key' || (described.in ?? 'header') !== 'header') return []
  return described.name === undefined ? [] : [described.name.toLowerCase()]
}

/** The parameters of an address that hold a key. */
function parametersOf(described: Described): string[] {
  if (described.type === 'api-key') return described.in === 'query' ? [described.name ?? 'key'] : []
  if (described.type !== 'all' && described.type !== 'first-available') return []
  return (described.of as readonly Described[]).flatMap(parametersOf) // as `readDefinition` reads them
}
