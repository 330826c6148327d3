import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OutboundError } from '../errors.ts'
import { withFileLock } from './lock.ts'
import { open, seal } from './sealed.ts'
import type { CredentialStore, StoredRecord } from './store.ts'
import { createTurns } from './turns.ts'
import { writeFileDurably } from './write-file.ts'

export type FileStoreOptions = {
  /** A folder of its own, made where it is missing, for its owner alone. */
  folder: string
  /** 32 bytes that seal every record: from a keyring, a file or a key service, and never beside the records. */
  key: Buffer | (() => Buffer | Promise<Buffer>)
}

/** The form of a file. One that is newer is refused rather than guessed at. */
const version = 1

type File = { version: number; id: string; kind: string; sealed: string }

/**
 * Records in files, each sealed with AES-256-GCM and bound to its id and kind, readable by their owner alone. Many processes
 * may use one folder of this machine's disk.
 */
export function fileStore({ folder, key }: FileStoreOptions): CredentialStore {
  const inTurn = createTurns()
  const ready = once(() => mkdir(folder, { recursive: true, mode: 0o700 }).catch(unavailable))
  const keyOf = once(async () => checkedKey(await (typeof key === 'function' ? key() : key)))
  // An id may be any text; a file's name may not.
  const pathOf = (id: string, end: string) =>
    join(folder, `${createHash('sha256').update(id).digest('base64url')}${end}`)

  async function get(id: string): Promise<StoredRecord | undefined> {
    const file = await readRecord(pathOf(id, record))
    if (!file) return undefined
    if (file.id !== id) throw corrupt()
    const text = open(await keyOf(), contextOf(file), file.sealed)
    return { kind: file.kind, data: JSON.parse(text) as StoredRecord['data'] } // as `set` wrote it, and nobody changed it
  }

  return {
    get,
    async set(id, { kind, data }) {
      await ready()
      const sealed = seal(await keyOf(), contextOf({ id, kind }), JSON.stringify(data))
      const file: File = { version, id, kind, sealed }
      await writeFileDurably(pathOf(id, record), `${JSON.stringify(file)}\n`).catch(unavailable)
    },
    async delete(id) {
      await rm(pathOf(id, record), { force: true }).catch(unavailable)
    },
    async list() {
      const names = await readdir(folder).catch((error: unknown) => {
        if (isMissing(error)) return []
        return unavailable(error)
      })
      const files = await Promise.all(
        names.filter((name) => name.endsWith(record)).map((name) => readRecord(join(folder, name))),
      )
      return files.flatMap((file) => (file ? [file.id] : [])).sort()
    },
    async withLock(id, work) {
      await ready()
      return inTurn(id, () => withFileLock(pathOf(id, '.lock'), work))
    },
  }
}

const record = '.json'

const contextOf = ({ id, kind }: Pick<File, 'id' | 'kind'>) => `v${version}|${id}|${kind}`

async function readRecord(path: string): Promise<File | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined
    return unavailable(error)
  })
  if (text === undefined) return undefined
  const file = parse(text)
  if (typeof file !== 'object' || file === null || !('version' in file)) throw corrupt()
  if (file.version !== version)
    throw new OutboundError(
      'STORE_CORRUPT',
      `a stored credential has the form ${String(file.version)}, and this program knows ${version}`,
      {
        hint: 'Update this program.',
      },
    )
  const { id, kind, sealed } = file as Partial<File>
  if (typeof id !== 'string' || typeof kind !== 'string' || typeof sealed !== 'string') throw corrupt()
  return { version, id, kind, sealed }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const corrupt = () =>
  new OutboundError('STORE_CORRUPT', 'a stored credential cannot be read', {
    hint: 'Sign in again to replace it.',
  })

function checkedKey(key: Buffer): Buffer {
  if (key.length !== 32) throw new OutboundError('CONFIG_INVALID', 'the key of a store has 32 bytes')
  return key
}

function unavailable(error: unknown): never {
  throw new OutboundError('STORE_UNAVAILABLE', 'the store of credentials cannot be used', {
    hint: 'See whether its folder is there, belongs to you, and has room.',
    cause: error,
  })
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** The result of the first call; one that failed is tried again. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () =>
    (made ??= work().catch((error: unknown) => {
      made = undefined
      throw error
    }))
}
