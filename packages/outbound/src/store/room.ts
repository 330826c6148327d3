import { rm, writeFile } from 'node:fs/promises'

/** Bytes: more than any record of tokens has. */
const enough = 64 * 1024

/**
 * Puts room on the disk by for one record while something is done: what a server gives a single time, such as a rotated refresh
 * token, is asked for only where it can be written, and is written also when the disk is full by then.
 *
 * @param path of a file that nobody else uses
 * @param refused makes an error of the one that the disk gave
 */
export async function withRoom<T>(
  path: string,
  work: () => Promise<T>,
  refused: (error: unknown) => never,
): Promise<T> {
  try {
    await writeFile(path, Buffer.alloc(enough), { mode: 0o600 }).catch(refused)
    return await work()
  } finally {
    await rm(path, { force: true })
  }
}

/** Writes, and once more into the room that was put by, where there is no other. */
export async function writeIntoRoom(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (!isFull(error)) throw error
    await rm(path, { force: true })
    await write()
  }
}

const isFull = (error: unknown) =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT')
