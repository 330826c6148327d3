import type { IncomingMessage, RequestOptions } from 'node:http'
import type { TLSSocket } from 'node:tls'
import { OutboundError } from '../errors.ts'
import { isLoopback } from '../fetch/binding.ts'
import { headerValue } from '../static/header.ts'

export type MetadataRequest = {
  method?: 'GET' | 'PUT' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  /** Milliseconds until the whole answer is there. */
  timeoutMs?: number
  signal?: AbortSignal | undefined
  /** SHA-1 of the one certificate that is taken, in hex: for a service whose certificate nobody else vouches for. */
  thumbprint?: string
}

export type MetadataAnswer = { status: number; headers: Headers; text: string }

const usualPatience = 5000
/** Bytes: what such a service says is short. */
const longest = 1024 * 1024

/**
 * Whether a service that hands out keys may be there: on this machine, on its own link, or anywhere over https.
 *
 * @throws OutboundError CONFIG_INVALID, INSECURE_URL
 */
export function metadataUrl(text: string): URL {
  const url = URL.parse(text)
  if (!url || (url.protocol !== 'http:' && url.protocol !== 'https:') || url.username || url.password)
    throw new OutboundError('CONFIG_INVALID', 'the address of a metadata service is none of the web')
  url.hash = ''
  if (url.protocol === 'https:' || isLoopback(url.hostname) || isLinkLocal(url.hostname)) return url
  throw new OutboundError('INSECURE_URL', `keys do not come over plain http from ${url.origin}`, {
    hint: 'Plain http is for this machine and for the metadata services of its own link.',
  })
}

/** 169.254.0.0/16 and fe80::/10, and what AWS has for itself: fd00:ec2::/32. */
const isLinkLocal = (hostname: string) =>
  /^169\.254(?:\.\d{1,3}){2}$/.test(hostname) || /^\[(?:fe[89ab][0-9a-f]:|fd00:ec2:)/.test(hostname)

/**
 * Asks a service of the platform, straight: past every proxy that the environment names, and without following a redirect.
 *
 * @throws OutboundError CREDENTIAL_UNAVAILABLE when nobody answers, CONFIG_INVALID when it is not who it should be
 */
export async function askMetadata(url: URL, asked: MetadataRequest = {}): Promise<MetadataAnswer> {
  const { timeoutMs = usualPatience, signal } = asked
  const late = AbortSignal.timeout(timeoutMs)
  const until = signal ? AbortSignal.any([signal, late]) : late
  try {
    const socket = url.protocol === 'https:' ? await secured(url, asked.thumbprint, until) : undefined
    return await answerOf(url, asked, until, socket)
  } catch (error) {
    signal?.throwIfAborted()
    if (error instanceof OutboundError) throw error
    throw new OutboundError('CREDENTIAL_UNAVAILABLE', `nothing answers at ${url.origin}`, {
      retryable: true,
      cause: error,
    })
  }
}

/** A connection on which nothing has been said yet, to somebody who has proved who they are. */
async function secured(url: URL, thumbprint: string | undefined, signal: AbortSignal): Promise<TLSSocket> {
  const { connect } = await import('node:tls')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect({
    host,
    port: Number(url.port || 443),
    ...(!/^[\d.]+$|:/.test(host) && { servername: host }),
    // The thumbprint takes the place of the usual chain, and is looked at below.
    rejectUnauthorized: thumbprint === undefined,
  })
  socket.once('secureConnect', resolve).once('error', reject)
  const stop = () => socket.destroy(signal.reason as Error)
  signal.addEventListener('abort', stop, { once: true })
  try {
    await promise
  } finally {
    signal.removeEventListener('abort', stop)
  }
  if (thumbprint === undefined) return socket
  const its = socket.getPeerX509Certificate()?.fingerprint.replaceAll(':', '').toLowerCase()
  if (its === thumbprint.replaceAll(':', '').toLowerCase()) return socket
  socket.destroy()
  throw new OutboundError('CONFIG_INVALID', 'the metadata service shows another certificate than it should')
}

async function answerOf(
  url: URL,
  { method = 'GET', headers = {}, body }: MetadataRequest,
  signal: AbortSignal,
  socket: TLSSocket | undefined,
): Promise<MetadataAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  for (const value of Object.values(headers)) headerValue(value)
  const options: RequestOptions = {
    method,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port || undefined,
    path: url.pathname + url.search,
    headers: { accept: 'application/json', host: url.host, connection: 'close', ...headers },
    signal,
    // Never the common agent, which may have been told of a proxy.
    ...(socket ? { createConnection: () => socket } : { agent: false }),
  }
  // Loaded with the first question: most programs never ask one.
  const { request: begin } = await import('node:http')
  const request = begin(options, resolve).once('error', reject)
  request.end(body)
  const response = await promise
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > longest)
      throw new OutboundError('TOKEN_RESPONSE_INVALID', 'a metadata service answers without end')
    chunks.push(chunk)
  }
  const said = Object.entries(response.headersDistinct).flatMap(([name, values]) =>
    (values ?? []).map((value): [string, string] => [name, value]),
  )
  return {
    status: response.statusCode ?? 0,
    headers: new Headers(said),
    text: Buffer.concat(chunks).toString('utf8'),
  }
}

/** @throws OutboundError TOKEN_RESPONSE_INVALID, without what was said */
export function objectIn(text: string, who: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown> // an object, as was just seen
  } catch {
    // Said below.
  }
  throw new OutboundError('TOKEN_RESPONSE_INVALID', `${who} does not answer with a JSON object`)
}
