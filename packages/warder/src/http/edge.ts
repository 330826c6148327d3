import { challengeInScheme, OAuthError, Problem } from '@warder/protocol'
import { after, type Maybe } from '../after.ts'
import type { App } from '../app.ts'
import type { Place } from '../tenants/place/place.ts'
import { homeOf, isShared } from '../tenants/without-people.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { under } from '../tenants/place/under.ts'
import { redirect, type Answer } from './answer.ts'
import { corsHeaders, preflight } from './browser/cors.ts'
import { isTrustedProxy } from './trusted/client-address.ts'
import { asProblem, errorAnswer, errorPageAnswer, isPage, type Dialect } from './errors.ts'
import { headersFor } from './headers.ts'
import { isOtherLoopback } from './trusted/host.ts'
import { isElsewhere, placeOf, requireOneTenant, type Address } from './trusted/place.ts'
import { checkLimit } from './limit.ts'
import { matcher, type Match } from './matcher.ts'
import { tellRefusal } from './refusal.ts'
import type { Call, Route } from './router.ts'
import { traceOf, type Connection, type Trace } from './trace.ts'
import type { Request } from './wire/request.ts'
import { frameOfFailed } from './words/frame.ts'

/** Answers one request with everything that leaves, as plain data. */
export type Respond = (request: Request, connection?: Connection) => Maybe<Answer>

/**
 * The one path of a request: find the row, count it, let its guard say who calls, run its handler, and turn
 * whatever was answered or thrown into an answer in the row's dialect, with the headers that each one carries.
 */
export function edge(app: App, first: Tenant, routes: readonly Route[]): Respond {
  const match = matcher(routes)

  const respond = (
    request: Request,
    connection: Connection,
    address: Address,
    place: Place | undefined,
    nowhere?: { error: unknown },
  ): Maybe<Answer> => {
    const here = place?.path ?? address.path
    const row = match(request.method === 'HEAD' ? 'GET' : request.method, here)
    const trace = traceOf(request, connection, app.config)
    const asked: Asked = {
      call: callOf(app, first, request, trace, connection, place?.path),
      row,
      dialect: row.kind === 'row' ? row.route.dialect : unknownDialect(here, request),
      address,
      here,
      began: app.metrics ? performance.now() : 0,
    }
    if (nowhere) return failed(asked, nowhere.error)
    try {
      const answer = decide(asked, place, connection)
      if (!(answer instanceof Promise)) return answered(asked, answer)
      return answer.then(
        (later) => answered(asked, later),
        (error: unknown) => failed(asked, error),
      )
    } catch (error) {
      return failed(asked, error)
    }
  }

  return (request, connection = {}) => {
    const address = split(request.url)
    let place: Maybe<Place | undefined>
    try {
      place = connection.internal ? undefined : placeOf(app, request, address, connection)
    } catch (error) {
      return respond(request, connection, address, undefined, { error })
    }
    if (!(place instanceof Promise)) return respond(request, connection, address, place)
    return place.then(
      (found) => respond(request, connection, address, found),
      (error: unknown) => respond(request, connection, address, undefined, { error }),
    )
  }
}

/** A request and what the edge found out about it. `began` is in milliseconds, and only where they are counted. */
type Asked = { call: Call; row: Match; dialect: Dialect; address: Address; here: string; began: number }

function decide({ call, row, dialect, address }: Asked, place: Place | undefined, connection: Connection) {
  return (
    refuseHost(call, address, dialect, connection) ??
    (place?.tenant === undefined ? answerTo(call, row) : answerBelow(call, row, place, place.tenant))
  )
}

function answered({ call, row, dialect, address, began }: Asked, answer: Answer, error?: unknown): Answer {
  const { app, request } = call
  app.metrics?.answered(rowOf(row), answer.status, (performance.now() - began) / 1000)
  if (app.config.dev)
    tellRefusal(app.log, { method: request.method, path: address.path, found: row, answer, error })
  return complete(answer, dialect, call)
}

function failed(asked: Asked, error: unknown): Maybe<Answer> {
  const { call, dialect, here, row } = asked
  const { app, trace } = call
  log(app, error, trace, row)
  return isPage(dialect)
    ? after(frameOfFailed(call), (frame) =>
        answered(asked, errorPageAnswer(error, trace, here, frame), error),
      )
    : answered(asked, inScheme(call.request, errorAnswer(error, dialect, trace)), error)
}

function inScheme({ headers }: Request, answer: Answer): Answer {
  const challenge = answer.headers['www-authenticate']
  if (challenge === undefined) return answer
  const told = challengeInScheme(headers.get('authorization'), challenge)
  return { ...answer, headers: { ...answer.headers, 'www-authenticate': told } }
}

/** For a tenant that is not at the root. One that is suspended is not there. */
function answerBelow(call: Call, found: Match, place: Place, name: string): Maybe<Answer> {
  return after(call.app.tenants.open(name), (tenant) => {
    if (!tenant) throw notHere()
    requireOneTenant(place, tenant)
    call.tenant = tenant
    if (place.by !== 'host') call.prefix = tenant.prefix
    if (
      found.kind === 'row' &&
      isPage(found.route.dialect) &&
      call.request.method === 'GET' &&
      isElsewhere(tenant, place)
    )
      return redirect(tenant.issuer + place.path + call.url.search)
    return tenant.shared && found.kind === 'row' && !isShared(found.route)
      ? answerAtHome(call, found.route)
      : answerTo(call, found)
  })
}

/** A tenant without people of its own has no accounts: pages about them are at the root. */
function answerAtHome({ app, tenant, request, url }: Call, { dialect }: Route): Answer {
  const asked = dialect === 'page' && request.method === 'GET'
  const home = asked ? homeOf(tenant.slug, url.pathname, url.searchParams) : undefined
  if (home === undefined) throw notHere()
  return redirect(app.config.issuer + home)
}

const notHere = () => new Problem('not_found', { detail: 'There is nothing at this address.' })

function answerTo(call: Call, found: Match): Maybe<Answer> {
  if (found.kind === 'none') throw notHere()
  if (call.request.method === 'OPTIONS') return preflight(call.request, call.app.config, found.allow)
  if (found.kind === 'other-method') {
    const allow = found.allow.join(', ')
    throw new Problem('method_not_allowed', { detail: `Use ${allow} here.`, headers: { allow } })
  }
  call.params = found.params
  const { limit, run } = found.route
  if (!limit) return run(call)
  return after(checkLimit(call, limit), (left) =>
    after(run(call), (answer) => ({ ...answer, headers: { ...left, ...answer.headers } })),
  )
}

const noParams: Record<string, string> = {}

/** A call parses its URL when somebody asks for it: most of those with a session or a token never do. */
const withUrl = {
  get url() {
    if (this.parsed) return this.parsed
    this.parsed = new URL(this.request.url)
    if (this.placed !== undefined) this.parsed.pathname = this.placed
    return this.parsed
  },
} as { readonly url: URL; parsed: URL | undefined; placed: string | undefined; request: Request } // each call has the others

function callOf(
  app: App,
  tenant: Tenant,
  request: Request,
  trace: Trace,
  connection: Connection,
  placed: string | undefined,
): Call {
  // A getter of its own for each call would cost twenty times as much as the call, and a literal that names its prototype six times.
  const call = Object.create(withUrl) as Call & typeof withUrl // what it still lacks follows
  call.app = app
  call.tenant = tenant
  call.request = request
  call.parsed = undefined
  // The path below a tenant, as the tables of routes have it.
  call.placed = placed
  call.prefix = ''
  call.params = noParams
  call.trace = trace
  call.internal = connection.internal === true
  call.certificate = certificateOf(app, request, connection)
  call.headers = undefined
  call.caller = undefined
  return call
}

/** RFC 8705 §6.5: whoever can reach us past the proxy could write the header too, so only a proxy is believed. */
function certificateOf({ config }: App, request: Request, connection: Connection): Call['certificate'] {
  const { address = '', certificate } = connection
  if (certificate !== undefined) return certificate ?? undefined
  const name = config.client_certificate.header
  if (name === undefined || !isTrustedProxy(address, config.trusted_proxies)) return undefined
  return request.headers.get(name) ?? undefined
}

/** `https://host/path?query` in two pieces, without parsing what the router does not need. */
function split(url: string): Address {
  const slash = url.indexOf('/', url.indexOf('//') + 2)
  const query = url.indexOf('?', slash)
  return { origin: url.slice(0, slash), path: query === -1 ? url.slice(slash) : url.slice(slash, query) }
}

function refuseHost(
  call: Call,
  { origin, path }: Address,
  dialect: Dialect,
  connection: Connection,
): Answer | undefined {
  const { app, request } = call
  if (call.internal) {
    // Whoever reaches the internal port sees numbers and health, and none of the people's side.
    if (path === '/metrics' || path.startsWith('/health')) return undefined
    throw new Problem('not_found')
  }
  // RFC 8705 §5: what asks for certificates is for programs. Pages, and what cookies open, belong to the issuer's origin.
  if (connection.certificate !== undefined && dialect !== 'oauth' && dialect !== 'bearer')
    throw new Problem('not_found')
  if (origin === app.config.origin || path.startsWith('/health')) return undefined
  // Cookies and passkeys belong to the issuer's origin; 127.0.0.1 would be another one.
  if (isPage(dialect) && request.method === 'GET' && isOtherLoopback(app.config, origin)) {
    return redirect(app.config.origin + request.url.slice(origin.length))
  }
  return undefined
}

/** Where nothing is mounted, a person's browser gets a page and a program a problem document. */
function unknownDialect(path: string, request: Request): Dialect {
  if (path.startsWith('/scim/')) return 'scim'
  const api = path.startsWith('/auth/') || path.startsWith('/api/') || path.startsWith('/oauth/')
  return !api && (request.headers.get('accept') ?? '').includes('text/html') ? 'page' : 'problem'
}

function complete(answered: Answer, dialect: Dialect, call: Call): Answer {
  const { app, prefix, request, trace, headers: also } = call
  const answer = prefix === '' ? answered : under(prefix, answered)
  const headers = headersFor(answer, dialect, app.config, trace.request_id)
  if (also) Object.assign(headers, also)
  if (request.headers.get('origin') !== null) Object.assign(headers, corsHeaders(request, app.config))
  const { status, cookies } = answer
  const body = request.method === 'HEAD' ? null : answer.body
  return cookies ? { status, headers, body, cookies } : { status, headers, body }
}

function rowOf(found: Match): string {
  return found.kind === 'row' ? `${found.route.method} ${found.route.path}` : found.kind
}

/** The row, not the path: what stands in a path may be a secret that somebody put in the wrong place. */
function log(app: App, error: unknown, trace: Trace, found: Match): void {
  const { status, code } = error instanceof OAuthError ? error : asProblem(error)
  const fields = { request_id: trace.request_id, route: rowOf(found), error }
  if (status < 500) app.log.debug(fields, 'request refused')
  else if (code === 'overloaded') app.log.warn({ route: fields.route }, 'too busy')
  else app.log.error(fields, 'request failed')
}
