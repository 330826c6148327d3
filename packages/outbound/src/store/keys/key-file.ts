import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OutboundError } from '../../errors.ts'
import { randomKey } from '../../random.ts'
import { isMissing, unavailable } from '../files/records.ts'
import { withFileLock } from '../files/lock.ts'
import { open, seal } from '../sealed.ts'
import { writeFileDurably } from '../files/write-file.ts'
import type { Custodian, CustodianName, Note } from './custodian.ts'

/** The form of the file. One that is newer is refused rather than guessed at. */
const version = 1

/** The store's own key, sealed under one that is kept elsewhere. */
type KeyFile = { version: number; by: CustodianName; note: Note; sealed: string }

export type StoreKey = { by: CustodianName; key: Buffer }

/**
 * The key that seals the records of a store: 32 random bytes, made once, sealed under the key of a custodian. Whoever made
 * it is asked again ever after: a store does not change hands because a keyring happens to be away.
 *
 * @param folder of the store, made where it is missing
 * @param custodians by preference; a store that is there is opened by the one of them that made it
 * @throws OutboundError STORE_UNAVAILABLE, STORE_LOCKED, STORE_CORRUPT
 */
export async function keyOfStore(folder: string, custodians: readonly Custodian[]): Promise<StoreKey> {
  const path = join(folder, 'key.json')
  const there = await readKeyFile(path)
  if (there) return opened(there, custodians)
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch(unavailable)
  return withFileLock(join(folder, 'key.lock'), async () => {
    // Somebody else may have been first.
    const now = await readKeyFile(path)
    return now ? opened(now, custodians) : made(folder, path, custodians)
  })
}

async function opened({ by, note, sealed }: KeyFile, custodians: readonly Custodian[]): Promise<StoreKey> {
  const custodian = custodians.find((one) => one.by === by)
  if (!custodian)
    throw new OutboundError('STORE_UNAVAILABLE', `the key of this store is kept by ${words[by]}`, {
      hint: 'Choose that backend, or another folder.',
    })
  const key = unsealed(await custodian.find(note), by, sealed)
  if (key.length !== 32) throw corrupt()
  return { by, key }
}

function unsealed(under: Buffer, by: CustodianName, sealed: string): Buffer {
  try {
    return Buffer.from(open(under, contextOf(by), sealed), 'base64url')
  } catch (cause) {
    throw new OutboundError('STORE_CORRUPT', `this ${by} does not open the store`, {
      hint: `See whether it is the right ${by}. If it is, the key file was changed: bring it back from a backup.`,
      cause,
    })
  }
}

async function made(folder: string, path: string, custodians: readonly Custodian[]): Promise<StoreKey> {
  await requireNoRecords(folder)
  for (const { by, make } of custodians) {
    const kept = await make()
    if (!kept) continue
    const key = randomKey(32)
    const sealed = seal(kept.key, contextOf(by), key.toString('base64url'))
    const file: KeyFile = { version, by, note: kept.note, sealed }
    await writeFileDurably(path, `${JSON.stringify(file)}\n`).catch(unavailable)
    return { by, key }
  }
  throw new OutboundError('STORE_UNAVAILABLE', 'there is nobody to keep the key of this store', {
    hint: 'Start a keyring (gnome-keyring, KWallet), set WARDER_OUTBOUND_KEY_FILE to a file with 32 bytes in base64, or allow a passphrase.',
  })
}

/** Records without their key are lost; a new key would hide that until the old ones are asked for. */
async function requireNoRecords(folder: string): Promise<void> {
  const names = await readdir(join(folder, records)).catch((error: unknown) => {
    if (isMissing(error)) return []
    return unavailable(error)
  })
  if (names.some((name) => name.endsWith('.json')))
    throw new OutboundError('STORE_CORRUPT', 'this store has records, and its key file is gone', {
      hint: 'Bring key.json back from a backup, or remove the folder and sign in again.',
    })
}

/** The folder of the records, beside the key file. */
export const records = 'records'

const words: Readonly<Record<CustodianName, string>> = {
  keyring: "the system's keyring",
  key: 'whoever set WARDER_OUTBOUND_KEY',
  passphrase: 'somebody who knows a passphrase',
}

const contextOf = (by: CustodianName) => `key|v${version}|${by}`

const corrupt = () =>
  new OutboundError('STORE_CORRUPT', 'the key file of this store cannot be read', {
    hint: 'Bring it back from a backup, or remove the folder and sign in again.',
  })

async function readKeyFile(path: string): Promise<KeyFile | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined
    return unavailable(error)
  })
  if (text === undefined) return undefined
  const file = parsed(text)
  if (file['version'] !== version && typeof file['version'] === 'number')
    throw new OutboundError(
      'STORE_CORRUPT',
      `the key file of this store has the form ${file['version']}, and this program knows ${version}`,
      { hint: 'Update this program.' },
    )
  const { by, note, sealed } = file
  if (file['version'] !== version || typeof by !== 'string' || !Object.hasOwn(words, by)) throw corrupt()
  if (typeof note !== 'object' || note === null || typeof sealed !== 'string') throw corrupt()
  return { version, by: by as CustodianName, note: noteOf(note), sealed } // a name of the table, as was just seen
}

function parsed(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown> // an object, as was just seen
  } catch {
    // said below
  }
  throw corrupt()
}

function noteOf(note: object): Note {
  const { account, costs } = note as { account?: unknown; costs?: Record<string, unknown> } // each is looked at below
  const { salt, memory, passes } = costs ?? {}
  return {
    ...(typeof account === 'string' && { account }),
    ...(typeof salt === 'string' &&
      typeof memory === 'number' &&
      typeof passes === 'number' && { costs: { salt, memory, passes } }),
  }
}
