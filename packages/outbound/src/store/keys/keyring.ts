import type { AsyncEntry } from '@napi-rs/keyring'
import type { Environment } from '../../environment.ts'
import { OutboundError } from '../../errors.ts'
import { newMessageId, randomKey } from '../../random.ts'
import type { Custodian } from './custodian.ts'

/** Milliseconds: a keyring that is locked asks a person who may not be there, and never answers. */
const patience = 3000

/**
 * The keyring of the system: Keychain, Credential Manager or Secret Service. It keeps 32 bytes and nothing else, since some
 * take no more than a token's half.
 *
 * @param patienceMs how long an answer is waited for
 */
export function keyringKey(
  service: string,
  env: Environment,
  platform: NodeJS.Platform,
  patienceMs = patience,
): Custodian {
  const ask = <T>(account: string, question: (entry: AsyncEntry) => Promise<T>): Promise<T> => {
    const asked = async () => {
      requireBus(env, platform)
      const { AsyncEntry } = await load()
      // Its own choice on Linux falls back to the kernel's keyring, which forgets everything at the next start.
      return question(new AsyncEntry(service, account, { linux: { store: 'secret-service' } }))
    }
    return answered(asked(), patienceMs)
  }
  return {
    by: 'keyring',
    async make() {
      const account = `store-key-${newMessageId()}`
      const key = randomKey(32)
      try {
        await ask(account, (entry) => entry.setPassword(key.toString('base64')))
        // What takes a secret and does not give it back keeps nothing.
        const kept = await ask(account, (entry) => entry.getPassword())
        if (kept !== key.toString('base64')) throw absent('it does not keep what it is given')
      } catch (error) {
        if (error instanceof OutboundError && error.code === 'STORE_UNAVAILABLE') return undefined
        throw error
      }
      return { note: { account }, key }
    },
    async find({ account }) {
      const text = await ask(account ?? '', (entry) => entry.getPassword())
      const key = Buffer.from(text ?? '', 'base64')
      if (key.length === 32) return key
      throw new OutboundError('STORE_UNAVAILABLE', 'the keyring does not have the key of this store', {
        hint: 'It is the keyring of another user or machine, or the entry was removed. Remove the folder of the store and sign in again.',
      })
    },
  }
}

/** Whoever asks the bus without an address starts another bus, and a keyring that nobody knows of. */
function requireBus(env: Environment, platform: NodeJS.Platform): void {
  const unixWithBus = platform !== 'darwin' && platform !== 'win32'
  if (unixWithBus && !env['DBUS_SESSION_BUS_ADDRESS']) throw absent('there is no session bus')
}

async function load() {
  try {
    return await import('@napi-rs/keyring')
  } catch (cause) {
    throw absent('@napi-rs/keyring is not installed', cause)
  }
}

/** @throws OutboundError STORE_LOCKED when nobody answers, or a person would have to; STORE_UNAVAILABLE otherwise */
async function answered<T>(asked: Promise<T>, patienceMs: number): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(locked()), patienceMs)
  asked.catch(() => undefined) // it may fail after everybody has gone
  try {
    return await Promise.race([asked, late.promise])
  } catch (error) {
    if (error instanceof OutboundError) throw error
    const said = error instanceof Error ? error.message : ''
    throw /lock|prompt|dismiss/i.test(said) ? locked(error) : absent('it does not answer', error)
  } finally {
    clearTimeout(timer)
  }
}

const absent = (why: string, cause?: unknown) =>
  new OutboundError('STORE_UNAVAILABLE', `the system's keyring cannot be used: ${why}`, {
    hint: 'Start it, or choose a passphrase or WARDER_OUTBOUND_KEY_FILE for this store.',
    ...(cause !== undefined && { cause }),
  })

const locked = (cause?: unknown) =>
  new OutboundError('STORE_LOCKED', "the system's keyring is locked", {
    hint: 'Unlock it and try again, or choose a passphrase or WARDER_OUTBOUND_KEY_FILE for this store.',
    retryable: true,
    ...(cause !== undefined && { cause }),
  })
