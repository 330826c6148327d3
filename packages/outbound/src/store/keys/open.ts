import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemEnvironment, type Environment } from '../../environment.ts'
import { OutboundError } from '../../errors.ts'
import type { SecretLike } from '../../secret.ts'
import { plainRecords, sealedRecords } from '../files/records.ts'
import { memoryStore } from '../memory.ts'
import type { OpenedStore, OpenStoreOptions } from '../open-store.ts'
import { givenKey, passphraseKey, type Custodian } from './custodian.ts'
import { usualFolder } from './folder.ts'
import { keyOfStore, records } from './key-file.ts'
import { keyringKey } from './keyring.ts'

/** Finds who keeps the key, and opens the records with it. */
export async function openWithKey(options: OpenStoreOptions): Promise<OpenedStore> {
  const { service, backend = 'auto', env = systemEnvironment(), platform = process.platform } = options
  if (!/^[a-z0-9][a-z0-9-]{0,63}$/.test(service))
    throw new OutboundError('CONFIG_INVALID', 'a service is named in small letters, digits and hyphens')
  if (backend === 'memory') return { ...memoryStore(), about: { backend: 'memory', key: 'none' } }
  const folder = options.folder ?? usualFolder(service, env, platform)
  if (backend === 'plaintext') return openPlain(folder, options.warn)
  const { by, key } = await keyOfStore(folder, custodiansOf(options, env, platform))
  return {
    ...sealedRecords({ folder: join(folder, records), key }),
    about: { backend: 'sealed', key: by, folder },
  }
}

function openPlain(folder: string, warn: OpenStoreOptions['warn']): OpenedStore {
  const warning = `credentials are kept in plain text in ${folder}`
  warn?.(warning)
  return {
    ...plainRecords(join(folder, 'plain')),
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
