import { argon2 } from 'node:crypto'
import { promisify } from 'node:util'
import { OutboundError } from '../../errors.ts'

const derive = promisify(argon2)

/** What a key was derived with. It stands beside what the key sealed, so that the costs can grow later. */
export type Costs = {
  /** Base64url of 16 bytes. */
  salt: string
  /** KiB. */
  memory: number
  passes: number
}

/** RFC 9106 §4, the second recommended option: 64 MiB, three passes and four lanes. */
export const usualCosts = { memory: 65_536, passes: 3 }

/** A file that asks for more than this was made to stop the program. */
const mostMemory = 1024 * 1024
const mostPasses = 16

/** Characters: what is shorter is guessed by whoever copies the files. */
const least = 12

/** @throws OutboundError CONFIG_INVALID for a passphrase that is too short for a new store */
export function requireGoodPassphrase(passphrase: string): void {
  if ([...passphrase].length < least)
    throw new OutboundError('CONFIG_INVALID', `a passphrase has at least ${least} characters`, {
      hint: 'Take several words that do not belong together.',
    })
}

/**
 * RFC 9106: the key of a passphrase, by Argon2id.
 *
 * @throws OutboundError STORE_CORRUPT for costs that no store of ours has
 */
export async function keyOfPassphrase(
  passphrase: string,
  { salt, memory, passes }: Costs,
): Promise<Buffer<ArrayBufferLike>> {
  const nonce = Buffer.from(salt, 'base64url')
  const possible = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  if (nonce.length !== 16 || !possible(memory, mostMemory) || !possible(passes, mostPasses))
    throw new OutboundError('STORE_CORRUPT', 'the key file of this store asks for what no store does')
  const message = Buffer.from(passphrase.normalize('NFC'), 'utf8')
  return derive('argon2id', { message, nonce, parallelism: 4, tagLength: 32, memory, passes })
}
