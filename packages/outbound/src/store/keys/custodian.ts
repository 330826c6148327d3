import { OutboundError } from '../../errors.ts'
import { randomKey } from '../../random.ts'
import { reveal, type SecretLike } from '../../secret.ts'
import { keyOfPassphrase, requireGoodPassphrase, usualCosts, type Costs } from './passphrase.ts'

export type CustodianName = 'keyring' | 'key' | 'passphrase'

/** What stands in the open, so that the same key is found again. */
export type Note = { account?: string; costs?: Costs }

/** Keeps the key that a store's own key is sealed under. */
export type Custodian = {
  by: CustodianName
  /** A key for a new store. Undefined where this custodian is not there. @throws OutboundError STORE_LOCKED */
  make: () => Promise<{ note: Note; key: Buffer } | undefined>
  /** The key of a store that is there. @throws OutboundError STORE_UNAVAILABLE, STORE_LOCKED, STORE_CORRUPT */
  find: (note: Note) => Promise<Buffer>
}

/** A key that the operator gives: 32 bytes, in base64. */
export function givenKey(key: SecretLike | undefined): Custodian {
  const read = async (from: SecretLike) => {
    const bytes = Buffer.from((await reveal(from)).trim(), 'base64')
    if (bytes.length !== 32)
      throw new OutboundError('CONFIG_INVALID', 'the key of a store is 32 bytes in base64', {
        hint: 'Make one with: openssl rand -base64 32',
      })
    return bytes
  }
  return {
    by: 'key',
    make: async () => (key === undefined ? undefined : { note: {}, key: await read(key) }),
    find: async () => {
      if (key !== undefined) return read(key)
      throw new OutboundError('STORE_UNAVAILABLE', 'this store is sealed under a key that was not given', {
        hint: 'Set WARDER_OUTBOUND_KEY or WARDER_OUTBOUND_KEY_FILE.',
      })
    },
  }
}

/** A passphrase that a person knows, by Argon2id. */
export function passphraseKey(passphrase: SecretLike | undefined): Custodian {
  return {
    by: 'passphrase',
    async make() {
      if (passphrase === undefined) return undefined
      const text = await reveal(passphrase)
      requireGoodPassphrase(text)
      const costs = { salt: randomKey(16).toString('base64url'), ...usualCosts }
      return { note: { costs }, key: await keyOfPassphrase(text, costs) }
    },
    async find({ costs }) {
      if (costs === undefined)
        throw new OutboundError('STORE_CORRUPT', 'the key file of this store does not say how it is sealed')
      if (passphrase === undefined)
        throw new OutboundError('STORE_LOCKED', 'this store opens with a passphrase', {
          hint: 'Set WARDER_OUTBOUND_PASSPHRASE_FILE, or type it at a terminal.',
        })
      return keyOfPassphrase(await reveal(passphrase), costs)
    },
  }
}
