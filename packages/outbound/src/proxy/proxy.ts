import type { Config } from '../config/load.ts'
import type { LoadProvidersOptions } from '../manager/providers.ts'
import type { ProxyLine } from './handler.ts'

export type ProxyOptions = LoadProvidersOptions & {
  /** Told of every request that was made or refused. No secret and no query is in it. */
  audit?: (line: ProxyLine) => void
  /** In place of what the file says; port 0 takes a free one. */
  listen?: string
}

export type RunningProxy = {
  /** `http://127.0.0.1:8787` */
  url: string
  /** Names of the clients. */
  clients: readonly string[]
  /** Takes no more requests, and ends when those that run have ended or five seconds have passed. */
  close: () => Promise<void>
}

/**
 * A reverse proxy on this machine that adds credentials, for programs that should use an API and not have its key. A client
 * asks for `http://127.0.0.1:8787/NAME/path` with a token of its own, and gets what its rules allow.
 *
 * @throws OutboundError CONFIG_INVALID for a file without a proxy, and for an address that other machines reach
 */
export async function startProxy(config: Config, options: ProxyOptions = {}): Promise<RunningProxy> {
  const { listenFor } = await import('./listen.ts')
  return listenFor(config, options)
}
