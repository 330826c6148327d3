import { existsSync } from 'node:fs'
import { writeFile, rename, readFile, rm, stat } from 'node:fs/promises'
import { styleText } from 'node:util'
import type { Config, OpenedStore, Providers } from '@warder/outbound'
import { CliError } from '../../failure.ts'
import { plain } from '../../output.ts'
import { passwordFromStdin } from '../../password.ts'
import { text, type Options } from '../../verb.ts'

export const outbound = () => import('@warder/outbound')

const usual = ['warder.outbound.yaml', 'warder.outbound.json'] as const

/** The configuration that is meant: the one that is named, or the one of this folder. It need not be there. */
export function fileOf(options: Options): string {
  const named = text(options, 'file') ?? process.env['WARDER_OUTBOUND_CONFIG']
  return named ?? usual.find((file) => existsSync(file)) ?? usual[0]
}

export async function configOf(options: Options): Promise<Config> {
  return (await outbound()).loadConfig(fileOf(options))
}

export type Opened = { config: Config; store: OpenedStore; providers: Providers }

/** Opens the configuration with its store. @throws what exits with 1 or 5 */
export async function openProviders(options: Options): Promise<Opened> {
  const { providersOf } = await outbound()
  const config = await configOf(options)
  const store = await openStoreOf(config)
  const allowExec = options['allowExec'] === true
  return { config, store, providers: await providersOf(config, { store, allowExec, warn }) }
}

/** The store that the configuration names. A passphrase is asked for on a terminal, where no variable has it. */
export async function openStoreOf(config: Config): Promise<OpenedStore> {
  const { openStore } = await outbound()
  const { env } = process
  const given = env['WARDER_OUTBOUND_PASSPHRASE'] || env['WARDER_OUTBOUND_PASSPHRASE_FILE']
  const ask = !given && process.stdin.isTTY
  return openStore({
    service: 'default',
    ...config.store,
    warn,
    ...(ask && { passphrase: () => passwordFromStdin('Passphrase of the store') }),
  })
}

/** Says what a person should know, beside the answer. */
export function warn(sentence: string): void {
  const word = styleText('yellow', 'warning:', { stream: process.stderr })
  process.stderr.write(`${word} ${plain(sentence)}\n`)
}

/** Replaces a file: the old one or the new one is there, never half of it. */
export async function replaceFile(path: string, content: string): Promise<void> {
  const mode = existsSync(path) ? (await stat(path)).mode : 0o644
  const beside = `${path}.new`
  try {
    await writeFile(beside, content, { mode })
    await rename(beside, path)
  } catch (cause) {
    await rm(beside, { force: true })
    throw new CliError('not_written', `${path} cannot be written, and is as it was.`, 1, cause)
  }
}

export async function sourceOf(path: string): Promise<string> {
  if (existsSync(path)) return readFile(path, 'utf8')
  throw new CliError('not_found', `There is no file ${path}. Make one with: warder outbound init`)
}
