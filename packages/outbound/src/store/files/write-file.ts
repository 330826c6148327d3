import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { newMessageId } from '../../random.ts'

/** For its owner alone. */
const mode = 0o600

/** Puts a file in place of another at once and for good: after a power cut one of the two is there, and whole. */
export async function writeFileDurably(path: string, text: string): Promise<void> {
  const temporary = `${path}.${newMessageId()}.tmp`
  try {
    const file = await open(temporary, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** The name is part of the folder. Some systems do not let a folder be opened, and need it not. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  try {
    await folder?.sync()
  } catch {
    // not every file system can
  } finally {
    await folder?.close()
  }
}
