import { existsSync } from 'node:fs'
import { open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { CliError } from '../../failure.ts'

/** Milliseconds between two looks, and how many there are before what lies there is taken for that of a program that died. */
const pause = 20
const mostLooks = 250

export async function sourceOf(path: string): Promise<string> {
  if (existsSync(path)) return readFile(path, 'utf8')
  throw new CliError('not_found', `There is no file ${path}. Make one with: warder outbound init`)
}

/**
 * Changes a configuration. Of any number of programs that do so at once each reads what the one before it wrote (OC-15), and the
 * old file or the new one is there, never half of it.
 */
export async function changeSource(path: string, change: (source: string) => Promise<string>): Promise<void> {
  await sourceOf(path)
  const beside = `${path}.new`
  const file = await openAlone(beside, path)
  try {
    const changed = await change(await sourceOf(path))
    await written(file, changed, path)
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

async function written(file: FileHandle, text: string, path: string): Promise<void> {
  try {
    await file.writeFile(text)
    await file.chmod((await stat(path)).mode & 0o777)
    await file.sync()
  } catch (cause) {
    throw notWritten(path, cause)
  }
}

/** The file beside it is the lock: whoever made it changes the configuration, and everybody else waits. */
async function openAlone(beside: string, path: string): Promise<FileHandle> {
  for (let looks = 0; looks <= mostLooks; looks++) {
    try {
      return await open(beside, 'wx', 0o600)
    } catch (cause) {
      if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST'))
        throw notWritten(path, cause)
      if (looks === mostLooks - 1) await rm(beside, { force: true })
      else await sleep(pause)
    }
  }
  throw notWritten(path, undefined)
}

const notWritten = (path: string, cause: unknown) =>
  new CliError('not_written', `${path} cannot be written, and is as it was.`, 1, cause)
