import { existsSync } from 'node:fs'
import { styleText } from 'node:util'
import type { Config, CredentialStore, OpenedStore, Providers } from '@warder/outbound'
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

export type Opened = { config: Config; providers: Providers }

/** The configuration to call with, and its store once a credential asks for it. @throws what exits with 1 or 5 */
export async function openProviders(options: Options): Promise<Opened> {
  const config = await configOf(options)
  return { config, providers: await providersWith(options, config, await storeLater(config)) }
}

/** The same with the store, for what is about it: whoever signs in should know before that it can be used. */
export async function openWithStore(options: Options): Promise<Opened & { store: OpenedStore }> {
  const config = await configOf(options)
  const store = await openStoreOf(config)
  return { config, store, providers: await providersWith(options, config, store) }
}

async function providersWith(options: Options, config: Config, store: CredentialStore): Promise<Providers> {
  const { providersOf } = await outbound()
  return providersOf(config, { store, warn, allowExec: options['allowExec'] === true })
}

/** The store once somebody asks it. */
export async function storeLater(config: Config): Promise<CredentialStore> {
  return (await outbound()).storeAtFirstUse(() => openStoreOf(config))
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

/** "1 credential", "2 credentials". */
export function countOf({ size }: Config['definitions']): string {
  return `${size} credential${size === 1 ? '' : 's'}`
}

/** Says what a person should know, beside the answer. */
export function warn(sentence: string): void {
  const word = styleText('yellow', 'warning:', { stream: process.stderr })
  process.stderr.write(`${word} ${plain(sentence)}\n`)
}
