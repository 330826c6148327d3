import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemEnvironment, type Environment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import type { SecretLike } from '../secret.ts'
import { fileStore, plainStore } from './file-store.ts'
import { givenKey, passphraseKey, type Custodian, type CustodianName } from './keys/custodian.ts'
import { usualFolder } from './keys/folder.ts'
import { keyOfStore, records } from './keys/key-file.ts'
import { keyringKey } from './keys/keyring.ts'
import { memoryStore } from './memory.ts'
import type { CredentialStore } from './store.ts'

export type StoreBackend = 'auto' | 'keyring' | 'file' | 'memory' | 'plaintext'

export type OpenStoreOptions = {
  /** Whose store it is: small letters, digits and hyphens. */
  service: string
  /**
   * Who keeps the key of the files. `auto`: the keyring of the system, otherwise a key that was given, otherwise what
   * `fallback` allows. `file`: all of that without the keyring. `plaintext` seals nothing, and is never taken unless named.
   */
  backend?: StoreBackend
  /** What else may keep the key, where there is neither a keyring nor a key; nothing where absent. */
  fallback?: 'passphrase' | 'none'
  /** Asked for when it is needed. WARDER_OUTBOUND_PASSPHRASE, or the file that WARDER_OUTBOUND_PASSPHRASE_FILE names, where absent. */
  passphrase?: SecretLike
  /** Where the files are; where the system has the data of programs, where absent. */
  folder?: string
  /** Told what a person should know, each time: that nothing is sealed. */
  warn?: (sentence: string) => void
  env?: Environment
  platform?: NodeJS.Platform
  /** Milliseconds that the keyring has to answer. */
  keyringPatienceMs?: number
}

export type OpenedStore = CredentialStore & {
  /** What is told of it: how it keeps, who has its key, and where. */
  readonly about: {
    backend: 'sealed' | 'plaintext' | 'memory'
    key: CustodianName | 'none'
    folder?: string
    warning?: string
  }
}

/**
 * Opens the place where credentials outlive a process. The keyring holds a key of 32 bytes alone; the records are files
 * sealed under it, for their owner alone. Opening tells whether the store can be used, before anybody signs in for nothing.
 *
 * @throws OutboundError STORE_LOCKED, STORE_UNAVAILABLE or STORE_CORRUPT with a remedy, within seconds
 */
export async function openStore(options: OpenStoreOptions): Promise<OpenedStore> {
  const { service, backend = 'auto', env = systemEnvironment(), platform = process.platform } = options
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(service))
    throw new OutboundError('CONFIG_INVALID', 'a service is named in small letters, digits and hyphens')
  if (backend === 'memory') return { ...memoryStore(), about: { backend: 'memory', key: 'none' } }
  const folder = options.folder ?? usualFolder(service, env, platform)
  if (backend === 'plaintext') return openPlain(folder, options.warn)
  const { by, key } = await keyOfStore(folder, custodiansOf(options, env, platform))
  return {
    ...fileStore({ folder: join(folder, records), key }),
    about: { backend: 'sealed', key: by, folder },
  }
}

function openPlain(folder: string, warn: OpenStoreOptions['warn']): OpenedStore {
  const warning = `credentials are kept in plain text in ${folder}`
  warn?.(warning)
  return {
    ...plainStore(join(folder, 'plain')),
    about: { backend: 'plaintext', key: 'none', folder, warning },
  }
}

function custodiansOf(
  { service, backend, fallback, passphrase, keyringPatienceMs }: OpenStoreOptions,
  env: Environment,
  platform: NodeJS.Platform,
): Custodian[] {
  const keyring = keyringKey(`warder-outbound-${service}`, env, platform, keyringPatienceMs)
  if (backend === 'keyring') return [keyring]
  const key = givenKey(secretOf(env, 'WARDER_OUTBOUND_KEY'))
  const phrase = passphraseKey(passphrase ?? secretOf(env, 'WARDER_OUTBOUND_PASSPHRASE'))
  if (backend === 'file') return [key, phrase]
  // A store that was made with a passphrase is opened with it in any case; a new one only where that is allowed.
  const opensOnly: Custodian = { ...phrase, make: () => Promise.resolve(undefined) }
  return [keyring, key, fallback === 'passphrase' ? phrase : opensOnly]
}

/** A variable, or the file that its neighbour names. */
function secretOf(env: Environment, name: string): SecretLike | undefined {
  const file = env[`${name}_FILE`]
  const text = env[name]
  if (text) return text
  if (!file) return undefined
  return async () => {
    const read = await readFile(file, 'utf8').catch((cause: unknown) => {
      throw new OutboundError('STORE_UNAVAILABLE', `the file that ${name}_FILE names cannot be read`, {
        cause,
      })
    })
    return read.replace(/\r?\n$/, '')
  }
}
