import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { createServer } from 'node:net'

/** A server that answers, and the way to end it. */
export type ServerProcess = { port: number; pid: number; stop: () => Promise<void> }

/** A port of the loopback address that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const probe = createServer().once('error', reject)
  probe.listen(0, '127.0.0.1', () => {
    const address = probe.address()
    probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0))
  })
  return promise
}

/**
 * Starts a server on a free port and waits for the line in which it says that it is ready.
 * Somebody else may take the port between the look and the start, so a failed start is tried twice more.
 * @param command program and arguments for a port
 * @param ready what the server prints when it accepts connections
 */
export async function startServer(
  command: (port: number) => [string, ...string[]],
  ready: RegExp,
  options: SpawnOptions & { stopWith: NodeJS.Signals },
): Promise<ServerProcess> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort()
    const [program, ...args] = command(port)
    const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    try {
      await said(child, ready)
      return { port, pid: child.pid ?? 0, stop: () => end(child, options.stopWith) }
    } catch (error) {
      if (attempt === 3) throw error
    }
  }
}

/** Resolves when the child prints the expected line, rejects with what it printed when it ends before. */
async function said(child: ChildProcess, ready: RegExp): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let printed = ''
  const read = (chunk: Buffer): void => {
    printed = (printed + chunk.toString()).slice(-4000)
    if (ready.test(printed)) resolve()
  }
  // The listeners stay: a server whose output nobody reads would block once the pipe is full.
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  child.once('error', reject)
  child.once('exit', () => reject(new Error(`${child.spawnfile} ended at once:\n${printed}`)))
  return promise
}

/** Asks the child to stop, and kills it when it has not done so after five seconds. */
async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const { promise, resolve } = Promise.withResolvers<void>()
  child.once('exit', () => resolve())
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
  await promise
  clearTimeout(timer)
}
