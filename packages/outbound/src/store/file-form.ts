import { OutboundError } from '../errors.ts'

/** The form of a record at rest. One that is newer is refused rather than guessed at. */
export const version = 1

export type RecordFile = { version: number; id: string; kind: string; sealed: string }

/** What a record is bound to: opened as anything else it does not open. */
export const contextOf = ({ id, kind }: Pick<RecordFile, 'id' | 'kind'>) => `v${version}|${id}|${kind}`

/** Reads the form. @throws OutboundError STORE_CORRUPT */
export function fileIn(text: string): RecordFile {
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
  const { id, kind, sealed } = file as Partial<RecordFile>
  if (typeof id !== 'string' || typeof kind !== 'string' || typeof sealed !== 'string') throw corrupt()
  return { version, id, kind, sealed }
}

export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export const corrupt = () =>
  new OutboundError('STORE_CORRUPT', 'a stored credential cannot be read', {
    hint: 'Sign in again to replace it.',
  })

export function checkedKey(key: Buffer): Buffer {
  if (key.length !== 32) throw new OutboundError('CONFIG_INVALID', 'the key of a store has 32 bytes')
  return key
}
