import type { X509Certificate } from 'node:crypto'
import { readFileSync, unwatchFile, watchFile } from 'node:fs'
import type { RequestListener, Server, ServerOptions } from 'node:http'
import type { Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/problem.ts'
import type { Log } from '../log.ts'

/** Makes a server that speaks HTTP, over whatever. */
export type Create = (options: ServerOptions, listener: RequestListener) => Server

/** FAPI 2.0 Security Profile §5.2.1: of TLS 1.2 the suites that keep past connections secret and authenticate what they encrypt. */
const ciphers = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
].join(':')

/**
 * The port where applications show their certificates, if there is one. A certificate is asked for and not insisted on, and
 * any is let in (RFC 8705 §2.2): which of them counts is the affair of the client they are shown for. Our own certificate is
 * read again when its files change.
 *
 * @throws ConfigError when our own certificate or its key cannot be used
 */
export async function openMutualTls(
  { client_certificate: { listener } }: Pick<Config, 'client_certificate'>,
  timeouts: { headers: number; files: number },
  log: Pick<Log, 'info' | 'warn'>,
): Promise<{ port: number; create: Create } | undefined> {
  if (!listener) return undefined
  const { createServer } = await import('node:https')
  const { createSecureContext } = await import('node:tls')
  const own = () => ({
    cert: read('tls_certificate', listener.certificate),
    key: read('tls_key', listener.key),
    ciphers,
    minVersion: 'TLSv1.2' as const,
  })
  const first = own()
  try {
    createSecureContext(first)
  } catch (cause) {
    throw unusable('tls_key', `${listener.key} and the certificate do not go together`, cause)
  }
  const tls = {
    ...first,
    requestCert: true,
    rejectUnauthorized: false,
    handshakeTimeout: timeouts.headers,
  } as const
  const create: Create = (options, answer) => {
    const server = createServer({ ...options, ...tls }, answer)
    // Nothing can be said to whoever did not get as far as HTTP.
    server.on('tlsClientError', (_error, socket) => socket.destroy())
    const renew = () => {
      try {
        server.setSecureContext(own())
        log.info({ file: listener.certificate }, 'the certificate was read again')
      } catch (error) {
        // Whoever writes two files writes one first: the other one is a change of its own.
        log.warn({ file: listener.certificate, error }, 'the certificate was changed and cannot be used yet')
      }
    }
    onChange([listener.certificate, listener.key], timeouts.files, server, renew)
    return server
  }
  return { port: listener.port, create }
}

/** Looks at files for as long as the server listens. What is behind a link counts: Kubernetes renews by changing the link. */
function onChange(paths: readonly string[], interval: number, server: Server, changed: () => void): void {
  const watched = { interval, persistent: false }
  server.on('listening', () => paths.forEach((path) => watchFile(path, watched, changed)))
  server.on('close', () => paths.forEach((path) => unwatchFile(path, changed)))
}

/** What the other end showed; null for nothing. */
export function certificateOf(socket: Socket): X509Certificate | null {
  return (socket as TLSSocket).getPeerX509Certificate() ?? null // each socket of such a server is one
}

function read(setting: string, path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw unusable(setting, `${path} cannot be read`, cause)
  }
}

function unusable(setting: string, problem: string, cause: unknown): ConfigError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const remedy = 'Name files in PEM format: the certificate with its chain, and its private key'
  return new ConfigError([
    { where: `client_certificate.${setting}`, problem: `${problem} (${reason})`, remedy },
  ])
}
