import { createWriteStream, type WriteStream } from 'node:fs'
import type { ProxyLine } from '@warder/outbound'
import { text, type Options } from '../../verb.ts'
import { configOf, outbound, storeLater, warn } from './providers.ts'

/** Runs until it is told to stop. */
export async function proxy(options: Options): Promise<undefined> {
  const { startProxy } = await outbound()
  const config = await configOf(options)
  const listen = text(options, 'listen')
  const file = text(options, 'audit')
  const log = file === undefined ? process.stderr : await appending(file)
  const audit = (line: ProxyLine) => void log.write(`${JSON.stringify(line)}\n`)
  const running = await startProxy(config, {
    store: await storeLater(config),
    warn,
    audit,
    allowExec: options['allowExec'] === true,
    ...(listen !== undefined && { listen }),
  })
  process.stdout.write(`Listening at ${running.url} for ${running.clients.join(', ')}\n`)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve())
  })
  await running.close()
  if (log !== process.stderr) await new Promise<void>((resolve) => log.end(() => resolve()))
}

/** Opened before anything is served, so that no request goes without its line. */
async function appending(file: string): Promise<WriteStream> {
  const stream = createWriteStream(file, { flags: 'a', mode: 0o600 })
  await new Promise<void>((resolve, reject) => {
    stream.once('open', () => resolve())
    stream.once('error', reject)
  })
  return stream
}
