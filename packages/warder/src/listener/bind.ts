import type { Server } from 'node:http'
import type { Config } from '../config/config.ts'
import { ConfigError } from '../config/problem.ts'

/**
 * Binds one server per address and tells the port, or binds none and throws one line that says what to do.
 * With port 0 all addresses get the same free port.
 */
export async function bind(
  config: Config,
  newServer: () => Server,
): Promise<{ servers: Server[]; port: number }> {
  // A free port of 127.0.0.1 may be taken on ::1: with port 0 there are further ones.
  for (let tries = config.port === 0 ? 5 : 1; ; tries--) {
    const servers: Server[] = []
    try {
      let port = config.port
      for (const host of config.both_loopbacks ? ['127.0.0.1', '::1'] : [config.host]) {
        const server = newServer()
        const bound = await listenOn(server, port, host)
        if (bound === undefined) continue
        servers.push(server)
        port = bound
      }
      return { servers, port }
    } catch (error) {
      for (const server of servers) server.close()
      if (tries <= 1 || codeOf(error) !== 'EADDRINUSE') throw asLine(error, config)
    }
  }
}

/** Binds a port of its own on the host of `config`. */
export async function bindOne(config: Config, port: number, server: Server): Promise<void> {
  try {
    await listenOn(server, port, config.host)
  } catch (error) {
    throw asLine(error, { ...config, port })
  }
}

function listenOn(server: Server, port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => {
      // A machine without IPv6 has no ::1, and nobody there will ask for it.
      const absent = host === '::1' && ['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))
      if (absent) resolve(undefined)
      else reject(error)
    })
    server.listen({ port, host, backlog: 511 }, () => {
      server.removeAllListeners('error')
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })
}

function asLine(error: unknown, { host, port }: Config): ConfigError {
  const line = (where: string, problem: string, remedy: string) =>
    new ConfigError([{ where, problem, remedy }])
  const code = codeOf(error)
  if (code === 'EADDRINUSE') {
    return line(`Port ${port}`, 'is in use', 'Stop the program that has it, or choose another with --port')
  }
  if (code === 'EACCES') {
    return line(`Port ${port}`, 'is not open to this user', 'Use a port from 1024 on, behind a proxy')
  }
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL'].includes(code)) {
    return line(
      `Host ${host}`,
      'is not an address of this machine',
      'Use 127.0.0.1, 0.0.0.0 or one of its own with --host',
    )
  }
  return line(
    `Port ${port} on ${host}`,
    `cannot be listened on (${code})`,
    'Choose another with --port and --host',
  )
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown'
}
