import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '../config/load.ts'
import { OutboundError } from '../errors.ts'
import { isLoopback } from '../fetch/binding.ts'
import { providersIn, surroundingsOf } from '../manager/providers-in.ts'
import { readClients } from './clients.ts'
import { createHandler } from './handler.ts'
import type { ProxyOptions, RunningProxy } from './proxy.ts'

const usualListen = '127.0.0.1:8787'
const usualBody = 10 * 1024 * 1024
const usualRate = 600

/** Milliseconds. */
const headersTime = 10_000
const requestTime = 300_000
const closingTime = 5_000

export async function listenFor(config: Config, options: ProxyOptions): Promise<RunningProxy> {
  const { proxy } = config
  if (!proxy)
    throw new OutboundError('CONFIG_INVALID', 'this file describes no proxy', {
      hint: 'Add proxy: with clients and what they may do.',
    })
  const { host, port } = listenOn(options.listen ?? proxy.listen ?? usualListen)
  const around = surroundingsOf(config, options)
  const providers = providersIn(config, around)
  const clients = await readClients(proxy, around, providers.bound)
  const server = createServer({
    maxHeaderSize: 32 * 1024,
    headersTimeout: headersTime,
    requestTimeout: requestTime,
  })
  server.maxConnections = 256
  await listening(server, host, port)
  // It is listening, and on a port.
  const { port: bound } = server.address() as AddressInfo
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
  const handle = createHandler({
    providers,
    clients,
    clock: around.clock,
    hosts: [`127.0.0.1:${bound}`, `localhost:${bound}`, `[::1]:${bound}`],
    url,
    maxBodyBytes: proxy.maxBodyBytes ?? usualBody,
    perMinute: proxy.perMinute ?? usualRate,
    audit: options.audit ?? (() => undefined),
  })
  server.on('request', (request: IncomingMessage, response: ServerResponse) => void handle(request, response))
  // A tunnel would carry what nobody looks at.
  server.on('connect', (_request, socket) => socket.end('HTTP/1.1 405 Method Not Allowed\r\n\r\n'))
  return { url, clients: clients.map(({ name }) => name), close: () => closed(server) }
}

/** An address of this machine that no other reaches. */
function listenOn(text: string): { host: string; port: number } {
  const [, name = '', digits = ''] = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(text) ?? []
  const port = Number(digits)
  if (!isLoopback(name) || port > 65_535)
    throw new OutboundError('CONFIG_INVALID', 'the proxy listens on this machine alone', {
      hint: 'Write listen: 127.0.0.1:8787',
    })
  return { host: name === 'localhost' ? '127.0.0.1' : name.replace(/^\[|\]$/g, ''), port }
}

async function listening(server: Server, host: string, port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new OutboundError('INTERACTION_UNAVAILABLE', `nobody can listen on ${host}:${port}`, {
          hint: 'End the program that has the port, or choose another.',
          cause,
        }),
      ),
    )
    server.listen(port, host, resolve)
  })
}

async function closed(server: Server): Promise<void> {
  const timer = setTimeout(() => server.closeAllConnections(), closingTime)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(timer)
}
