import { OAuthError, Problem } from '@warder/protocol'
import type { App } from '../app.ts'
import type { Tenant } from '../tenants/tenant.ts'
import { redirect, type Answer } from './answer.ts'
import { corsHeaders, preflight } from './browser/cors.ts'
import { isTrustedProxy } from './client-address.ts'
import { errorAnswer, type Dialect } from './errors.ts'
import { headersFor } from './headers.ts'
import { isForeignHost, isOtherLoopback } from './host.ts'
import { checkLimit } from './limit.ts'
import { matcher, type Match } from './matcher.ts'
import type { Call, Route } from './router.ts'
import { traceOf, type Connection, type Trace } from './trace.ts'

export type Handle = (request: Request, connection?: Connection) => Promise<Response>

/**
 * The one path of a request: find the row, count it, let its guard say who calls, run its handler, and turn
 * whatever was answered or thrown into a response in the row's dialect. Nothing else builds a response.
 */
export function edge(app: App, tenant: Tenant, routes: readonly Route[]): Handle {
  const match = matcher(routes)

  return async (request, connection = {}) => {
    const began = performance.now()
    const trace = traceOf(request, connection, app.config)
    const { origin, path } = split(request.url)
    const found = match(request.method === 'HEAD' ? 'GET' : request.method, path)
    const dialect = found.kind === 'row' ? found.route.dialect : unknownDialect(path, request)
    const call = callOf(app, tenant, request, trace, connection)

    let answer: Answer
    try {
      answer = refuseHost(call, origin, path, dialect) ?? (await answerTo(call, found))
    } catch (error) {
      log(app, error, trace, found)
      answer = errorAnswer(error, dialect, trace, path, app.config.brand)
    }
    if (call.also) answer = { ...answer, headers: { ...answer.headers, ...call.also } }
    app.metrics?.answered(rowOf(found), answer.status, (performance.now() - began) / 1000)
    if (call.headers) answer = { ...answer, headers: { ...answer.headers, ...call.headers } }
    return respond(answer, dialect, request, trace, app)
  }
}

async function answerTo(call: Call, found: Match): Promise<Answer> {
  if (found.kind === 'none') throw new Problem('not_found', { detail: 'There is nothing at this address.' })
  if (call.request.method === 'OPTIONS') return preflight(call.request, call.app.config, found.allow)
  if (found.kind === 'other-method') {
    const allow = found.allow.join(', ')
    throw new Problem('method_not_allowed', { detail: `Use ${allow} here.`, headers: { allow } })
  }
  call.params = found.params
  const { limit, run } = found.route
  if (!limit) return run(call)
  const left = await checkLimit(call, limit)
  const answer = await run(call)
  return { ...answer, headers: { ...left, ...answer.headers } }
}

const noParams: Record<string, string> = {}

function callOf(app: App, tenant: Tenant, request: Request, trace: Trace, connection: Connection): Call {
  let url: URL | undefined
  return {
    app,
    tenant,
    request,
    params: noParams,
    trace,
    internal: connection.internal === true,
    certificate: certificateOf(app, request, connection),
    caller: undefined,
    get url() {
      return (url ??= new URL(request.url))
    },
  }
}

/** RFC 8705 §6.5: whoever can reach us past the proxy could write the header too, so only a proxy is believed. */
function certificateOf({ config }: App, request: Request, { address = '' }: Connection): string | undefined {
  const name = config.client_certificate.header
  if (name === undefined || !isTrustedProxy(address, config.trusted_proxies)) return undefined
  return request.headers.get(name) ?? undefined
}

/** `https://host/path?query` in two pieces, without parsing what the router does not need. */
function split(url: string): { origin: string; path: string } {
  const slash = url.indexOf('/', url.indexOf('//') + 2)
  const query = url.indexOf('?', slash)
  return { origin: url.slice(0, slash), path: query === -1 ? url.slice(slash) : url.slice(slash, query) }
}

function refuseHost(call: Call, origin: string, path: string, dialect: Dialect): Answer | undefined {
  const { app, request } = call
  if (call.internal) {
    // Whoever reaches the internal port sees numbers and health, and none of the people's side.
    if (path === '/metrics' || path.startsWith('/health')) return undefined
    throw new Problem('not_found')
  }
  if (origin === app.config.origin || path.startsWith('/health')) return undefined
  if (isForeignHost(app.config, origin)) {
    throw new Problem('misdirected_request', {
      detail: 'This host name is not served here. Operators: see TRUSTED_HOSTS.',
    })
  }
  // Cookies and passkeys belong to the issuer's origin; 127.0.0.1 would be another one.
  const isPage = dialect === 'page' || dialect === 'authorize'
  if (isPage && request.method === 'GET' && isOtherLoopback(app.config, origin)) {
    return redirect(app.config.origin + request.url.slice(origin.length))
  }
  return undefined
}

/** Where nothing is mounted, a person's browser gets a page and a program a problem document. */
function unknownDialect(path: string, request: Request): Dialect {
  const api = path.startsWith('/auth/') || path.startsWith('/api/') || path.startsWith('/oauth/')
  return !api && (request.headers.get('accept') ?? '').includes('text/html') ? 'page' : 'problem'
}

function respond(answer: Answer, dialect: Dialect, request: Request, trace: Trace, app: App): Response {
  const headers = headersFor(answer, dialect, app.config, trace.request_id)
  const body = request.method === 'HEAD' ? null : answer.body
  if (request.headers.get('origin') !== null) Object.assign(headers, corsHeaders(request, app.config))
  const response = new Response(body, { status: answer.status, headers })
  for (const cookie of answer.cookies ?? []) response.headers.append('set-cookie', cookie)
  return response
}

function rowOf(found: Match): string {
  return found.kind === 'row' ? `${found.route.method} ${found.route.path}` : found.kind
}

/** The row, not the path: what stands in a path may be a secret that somebody put in the wrong place. */
function log(app: App, error: unknown, trace: Trace, found: Match): void {
  const expected =
    error instanceof Problem ? error.status < 500 : error instanceof OAuthError && error.status < 500
  const fields = { request_id: trace.request_id, route: rowOf(found), error }
  if (expected) app.log.debug(fields, 'request refused')
  else if (error instanceof Problem && error.code === 'overloaded')
    app.log.warn({ route: fields.route }, 'too busy')
  else app.log.error(fields, 'request failed')
}
