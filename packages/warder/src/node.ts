import type { Config } from './config/config.ts'
import type { Respond } from './http/edge.ts'
import { listen, type Listener, type Timeouts } from './listener/listen.ts'
import type { Log } from './log.ts'

/** The part of a Warder that a process needs. */
export type Service = {
  respond: Respond
  start(): Promise<void>
  /** The process is about to stop: whoever waits for an answer that may take long gets one. */
  hurry(): void
  close(): Promise<void>
}

export type ServeOptions<S extends Service> = {
  config: Config
  log: Log
  /** Makes the service once the port is ours, with the configuration that names it. `stopping` says that nobody wants it any more. */
  open: (config: Config, stopping: AbortSignal) => Promise<S>
  /** Called when the first request may come. */
  ready: (service: S, config: Config) => Promise<void>
  /** Hands over what is still to be logged. */
  flush: () => Promise<void>
  timeouts?: Timeouts
}

/** How long requests in flight may take once a signal came, in milliseconds. */
const patience = 10_000

/**
 * The standalone process: takes the port, opens the service, serves until a signal, then stops in order.
 * Resolves with the exit code. The caller exits.
 *
 * @throws ConfigError when the address cannot be had; whatever `open` throws, with the port given back
 */
export async function serve<S extends Service>(options: ServeOptions<S>): Promise<number> {
  const { log, flush } = options
  process.on('unhandledRejection', (error) =>
    log.error({ error }, 'a promise was rejected and nobody waited for it'),
  )
  process.on('uncaughtException', (error) => {
    // The state of the process is unknown from here on: a supervisor starts a clean one.
    log.error({ error }, 'stopped by an error')
    void flush().finally(() => process.exit(1))
  })
  const stopped = signalled(log)
  const listener = await listen(options.config, log, options.timeouts)
  const stopping = new AbortController()
  void stopped.then(() => stopping.abort())
  let service: S
  try {
    service = await openOn(listener, options, stopping.signal)
  } catch (error) {
    if (!stopping.signal.aborted) throw error
    log.info({}, 'stopped before it had started')
    await flush()
    return 0
  }
  await stopped
  return stop(listener, service, options)
}

async function openOn<S extends Service>(
  listener: Listener,
  { open, ready }: ServeOptions<S>,
  stopping: AbortSignal,
): Promise<S> {
  let service: S | undefined
  try {
    service = await open(listener.config, stopping)
    await service.start()
    listener.serve(service.respond)
    await ready(service, listener.config)
    return service
  } catch (error) {
    await listener.drain(0)
    await service?.close()
    throw error
  }
}

type Parts = Pick<ServeOptions<Service>, 'log' | 'flush'>

async function stop(listener: Listener, service: Service, { log, flush }: Parts): Promise<number> {
  service.hurry()
  const unfinished = await listener.drain(patience)
  if (unfinished > 0) log.warn({ count: unfinished }, 'connections were cut because they took too long')
  try {
    await service.close()
  } catch (error) {
    log.error({ error }, 'closing failed')
  }
  log.info({}, 'stopped')
  await flush()
  return 0
}

/** Resolves at the first SIGTERM or SIGINT. A second one ends the process at once. */
function signalled(log: Log): Promise<void> {
  return new Promise((resolve) => {
    let first: number | undefined
    const on = (signal: NodeJS.Signals, number: number) => {
      const now = performance.now()
      if (first === undefined) {
        first = now
        log.info({ signal }, 'stopping')
        return resolve()
      }
      // Ctrl-C reaches us twice under npm: from the terminal, and passed on. That is one wish.
      if (signal === 'SIGINT' && now - first < 500) return
      process.exit(128 + number)
    }
    process.on('SIGTERM', () => on('SIGTERM', 15))
    process.on('SIGINT', () => on('SIGINT', 2))
  })
}
