import { readFileSync } from 'node:fs'
import type { Server } from 'node:http'
import type { Log } from '../log.ts'

/** Descriptors that are not for clients: the database, the cache, mail, files, and what is loaded later. */
const reserved = 64
/** A line a minute tells as much as one for each connection, in milliseconds. */
const quiet = 60_000

/**
 * Keeps the connections of clients below the limit of open files, so that no flood of them takes the descriptors that
 * answering needs. One more is closed at once, and the log tells what to do.
 */
export function limitConnections(servers: readonly Server[], log: Log): void {
  const files = mostFiles()
  if (files === undefined) return
  const each = Math.max(1, Math.floor(Math.max(files - reserved, files / 4) / servers.length))
  let told = -Infinity
  for (const server of servers) {
    server.maxConnections = each
    server.on('drop', () => {
      if (performance.now() - told < quiet) return
      told = performance.now()
      log.warn(
        { count: each },
        'connections are refused, as many are open as may be: raise the limit of open files',
      )
    })
  }
}

/** The limit of this process; undefined where there is none, or the system does not tell. */
function mostFiles(): number | undefined {
  try {
    const [, soft] = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    return soft === undefined ? undefined : Number(soft)
  } catch {
    return undefined
  }
}
