import {
  importRecords,
  type ImportOptions,
  type Report,
} from '../../../packages/warder/src/transfer/import.ts'
import { recordsOf, type Origin } from '../../../packages/warder/src/transfer/reading/records.ts'
import type { TestWarder } from '../../support/warder.ts'

/** What another system has of the good password: bcrypt at its lowest cost. */
export const foreignHash = '$2b$04$y7PwrxeFJZ95.iHrGIHcHOJTv04ILe343xGqcDqlb5t65zhwvJrz6'

/** A file as it comes from a disk, in pieces that end anywhere. */
export async function* bytesOf(text: string, size = 7): AsyncGenerator<Uint8Array, void> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export const linesOf = (records: readonly object[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('')

/** Imports a file by an operator. */
export function take(
  { operator }: Pick<TestWarder, 'operator'>,
  text: string,
  origin: Origin = { source: 'warder' },
  more: Partial<ImportOptions> = {},
): Promise<Report> {
  return importRecords(operator, recordsOf(bytesOf(text), origin), { source: origin.source, ...more })
}
