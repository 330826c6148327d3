import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { OutboundError } from '../../errors.ts'
import { once } from '../../once.ts'
import { checkedKey, contextOf, corrupt, fileIn, parse, version, type RecordFile } from '../file-form.ts'
import { withFileLock } from './lock.ts'
import { withRoom, writeIntoRoom } from '../room.ts'
import { open, seal } from '../sealed.ts'
import type { FileStoreOptions } from '../file-store.ts'
import type { CredentialStore, StoredRecord } from '../store.ts'
import { createTurns } from '../turns.ts'
import { writeFileDurably } from './write-file.ts'

/** How the text of a record becomes what stands in its file, and the way back. */
type Wrapping = {
  wrap: (context: string, text: string) => string | Promise<string>
  /** @throws OutboundError STORE_CORRUPT */
  unwrap: (context: string, wrapped: string) => string | Promise<string>
}

/** Each sealed under the key, and bound to its id and kind. */
export function sealedRecords({ folder, key }: FileStoreOptions): CredentialStore {
  const keyOf = once(async () => checkedKey(await (typeof key === 'function' ? key() : key)))
  return recordsIn(folder, {
    wrap: async (context, text) => seal(await keyOf(), context, text),
    unwrap: async (context, wrapped) => open(await keyOf(), context, wrapped),
  })
}

/** What tells a record that is not sealed from one that is; no base64url text begins so. */
const bare = 'plain:'

/** Records that whoever reads the files can read: for `openStore` alone, when that is asked for by name. */
export function plainRecords(folder: string): CredentialStore {
  return recordsIn(folder, {
    wrap: (_context, text) => bare + text,
    unwrap: (_context, wrapped) => {
      if (!wrapped.startsWith(bare)) throw corrupt()
      return wrapped.slice(bare.length)
    },
  })
}

function recordsIn(folder: string, { wrap, unwrap }: Wrapping): CredentialStore {
  const inTurn = createTurns()
  const ready = once(() => mkdir(folder, { recursive: true, mode: 0o700 }).catch(unavailable))
  // An id may be any text; a file's name may not.
  const pathOf = (id: string, end: string) =>
    join(folder, `${createHash('sha256').update(id).digest('base64url')}${end}`)

  async function get(id: string): Promise<StoredRecord | undefined> {
    const file = await readRecord(pathOf(id, record))
    if (!file) return undefined
    if (file.id !== id) throw corrupt()
    const data = parse(await unwrap(contextOf(file), file.sealed))
    if (typeof data !== 'object' || data === null || Array.isArray(data)) throw corrupt()
    return { kind: file.kind, data: data as StoredRecord['data'] } // an object, as `set` writes it
  }

  return {
    get,
    async set(id, { kind, data }) {
      await ready()
      const sealed = await wrap(contextOf({ id, kind }), JSON.stringify(data))
      const file: RecordFile = { version, id, kind, sealed }
      const write = () => writeFileDurably(pathOf(id, record), `${JSON.stringify(file)}\n`)
      await writeIntoRoom(pathOf(id, room), write).catch(unavailable)
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
      const withWork = () => withRoom(pathOf(id, room), work, unavailable)
      return inTurn(id, () => withFileLock(pathOf(id, '.lock'), withWork))
    },
  }
}

const record = '.json'
const room = '.room'

async function readRecord(path: string): Promise<RecordFile | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined
    return unavailable(error)
  })
  return text === undefined ? undefined : fileIn(text)
}

export function unavailable(error: unknown): never {
  throw new OutboundError('STORE_UNAVAILABLE', 'the store of credentials cannot be used', {
    hint: 'See whether its folder is there, belongs to you, and has room.',
    cause: error,
  })
}

export const isMissing = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'
