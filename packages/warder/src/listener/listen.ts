import type { IncomingMessage, RequestListener, Server } from 'node:http'
import type { Maybe } from '../after.ts'
import type { Config } from '../config/config.ts'
import { withPort } from '../config/derive.ts'
import type { Log } from '../log.ts'
import { json, type Answer } from '../http/answer.ts'
import type { Respond } from '../http/edge.ts'
import { http } from '../http/wire/node.ts'
import type { Request } from '../http/wire/request.ts'
import { answering, type Serve } from './answering.ts'
import { bind, bindOne } from './bind.ts'
import { certificateOf, openMutualTls, type Create } from './mutual-tls.ts'
import { limitConnections } from './most-connections.ts'
import { refusal, refusedEarly, refuseSocket, refuseUnreadable } from './refuse.ts'

/**
 * In milliseconds. Node's own are a minute for the headers and five for the request, which is long for
 * somebody who sends a byte every ten seconds (DS-05). `check` is how often connections are looked at, `files` how often
 * the files of our own certificate are.
 */
export type Timeouts = { headers: number; request: number; inactive: number; check: number; files: number }

const usual: Timeouts = { headers: 10_000, request: 25_000, inactive: 30_000, check: 2000, files: 10_000 }

export type Listener = {
  /** With the port the system gave, and the issuer that follows from it. */
  config: Config
  /** From here on requests are answered by `respond`; before, they are told to come back. */
  serve(respond: Respond): void
  /** Readiness turns 503, nothing new is accepted, what runs may finish within `ms`. Answers how many did not. */
  drain(ms: number): Promise<number>
}

/**
 * Takes the port first, so that a port in use is known before a database is touched.
 *
 * @throws ConfigError with one line when the address cannot be had; then nothing listens
 */
export async function listen(config: Config, log: Log, timeouts: Timeouts = usual): Promise<Listener> {
  let respond: Respond | undefined
  let draining = false
  let current = config

  const answer = (request: Request, incoming: IncomingMessage, kind: Kind): Maybe<Answer> => {
    const early = draining || !respond ? outOfService(current, request, draining) : undefined
    if (early || !respond) return early ?? starting(current)
    const address = incoming.socket.remoteAddress ?? ''
    if (kind === 'public') return respond(request, { address })
    return respond(
      request,
      kind === 'internal'
        ? { address, internal: true }
        : { address, certificate: certificateOf(incoming.socket) },
    )
  }
  const newServer = (kind: Kind, create: Create = http.createServer) =>
    serverFor(config, timeouts, log, create, (request, incoming) => answer(request, incoming, kind))

  const mutual = await openMutualTls(config, timeouts, log)
  const { servers, port } = await bind(config, () => newServer('public'))
  current = withPort(config, port)
  const add = async (own: number, server: Server) => {
    try {
      await bindOne(config, own, server)
    } catch (error) {
      for (const other of servers) other.close()
      throw error
    }
    servers.push(server)
  }
  if (mutual) await add(mutual.port, newServer('mutual', mutual.create))
  limitConnections([...servers], log)
  if (config.internal_port !== undefined) await add(config.internal_port, newServer('internal'))

  return {
    config: current,
    serve: (service) => void (respond = service),
    drain(ms) {
      draining = true
      return close(servers, ms)
    },
  }
}

/** For everybody, for operators, or for applications with a certificate. */
type Kind = 'public' | 'internal' | 'mutual'

function serverFor(config: Config, timeouts: Timeouts, log: Log, create: Create, serve: Serve): Server {
  const listener = answering({ config, log }, serve)
  const options = {
    headersTimeout: timeouts.headers,
    requestTimeout: timeouts.request,
    connectionsCheckingInterval: timeouts.check,
    // A trusted proxy keeps connections and must be the one that closes them, or it answers 502 now and then.
    keepAliveTimeout: config.trusted_proxies.length > 0 ? 65_000 : 5000,
    maxHeaderSize: 16_384,
    // A tenth of what a request without a body costs is a body that ends at once.
    optimizeEmptyRequests: true,
    // What Node refuses by itself has none of our headers.
    requireHostHeader: false,
  }
  const take: RequestListener = (incoming, outgoing) => {
    // Node cannot be asked later which keep-alive connections to end with their answer.
    if (!server.listening) outgoing.shouldKeepAlive = false
    if (!refusedEarly(config, incoming, outgoing)) listener(incoming, outgoing)
  }
  const server = create(options, take)
  // RFC 9110 §10.1.1: an expectation that nobody knows may be passed over.
  server.on('checkExpectation', take)
  server.maxHeadersCount = 0
  server.timeout = timeouts.inactive
  server.on('clientError', (error, socket) => refuseUnreadable(config, error, socket))
  server.on('connect', (_request, socket) =>
    refuseSocket(config, socket, 'method_not_allowed', 'CONNECT is not offered.'),
  )
  return server
}

/** While starting and stopping the process lives (`/health`) and is not ready. */
function outOfService(config: Config, request: Request, draining: boolean): Answer | undefined {
  const { pathname } = new URL(request.url)
  if (draining) return pathname === '/health/ready' ? state(503, 'stopping') : undefined
  return pathname === '/health' ? state(200, 'ok') : undefined
}

const state = (status: number, word: string): Answer =>
  json({ status: word }, { status, headers: { 'cache-control': 'no-store' } })

const starting = (config: Config): Answer =>
  refusal(config, 'overloaded', 'Warder is starting.', { 'retry-after': '1' })

async function close(servers: readonly Server[], ms: number): Promise<number> {
  const closed = Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  // `close` ends the connections that are idle now; those that become idle later are ours to end.
  const sweep = setInterval(() => servers.forEach((server) => server.closeIdleConnections()), 50)
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => (timer = setTimeout(() => resolve('late'), ms)))
  const end = await Promise.race([closed, late])
  clearInterval(sweep)
  clearTimeout(timer)
  if (end !== 'late') return 0

  const counts = await Promise.all(servers.map(connections))
  servers.forEach((server) => server.closeAllConnections())
  return counts.reduce((sum, count) => sum + count, 0)
}

const connections = (server: Server) =>
  new Promise<number>((resolve) => server.getConnections((error, count) => resolve(error ? 0 : count)))
