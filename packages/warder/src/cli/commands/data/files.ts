import { open } from 'node:fs/promises'
import type { WriteStream } from 'node:fs'
import { CliError } from '../../failure.ts'

/** Nobody else's on this machine, as a file that is there already might be. @throws CliError */
export async function newFile(path: string): Promise<WriteStream> {
  const opened = await open(path, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EEXIST' ? 'something is there already' : error.message
    throw new CliError('file', `${path} cannot be made: ${reason}.`, 1, error)
  })
  return opened.createWriteStream()
}
