import { randomBytes } from 'node:crypto'
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../folder.ts'
import { ConfigError } from './problem.ts'
import { secretKeys } from './kinds/secret.ts'

/** The key that `--dev` makes lies in this file of the data directory. */
export const secretFile = (data_dir: string) => join(data_dir, 'secret')

/** The development key, or undefined when there is none yet. Never follows a symbolic link (ST-06). */
export function readDevelopmentSecret(data_dir: string): Buffer[] | undefined {
  const file = secretFile(data_dir)
  const text = readNoFollow(file)
  if (text === undefined) return undefined
  const parsed = secretKeys.parse(text.trim())
  if (parsed.ok) return parsed.value
  throw new ConfigError([
    { where: file, problem: parsed.problem, remedy: 'Restore it, or start with another --data directory' },
  ])
}

/** The development key, made at the first start: directory 0700, file 0600, whole or not there at all. */
export function developmentSecret(data_dir: string): Buffer[] {
  const known = readDevelopmentSecret(data_dir)
  if (known) return known
  makeDataDirectory(data_dir)
  const file = secretFile(data_dir)
  const draft = `${file}.${process.pid}.new`
  const key = randomBytes(32)
  try {
    // Written beside it and linked: of two first starts one makes the key, and nobody reads half of
    // one. O_EXCL and link() both refuse a name that exists, so that a link planted here is not followed.
    const fd = openSync(
      draft,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    )
    try {
      writeSync(fd, `${key.toString('base64url')}\n`)
      fsyncSync(fd)
      linkSync(draft, file)
    } finally {
      closeSync(fd)
      unlinkSync(draft)
    }
    return [key]
  } catch (error) {
    const other = codeOf(error) === 'EEXIST' ? readDevelopmentSecret(data_dir) : undefined
    if (other) return other
    throw unusable(data_dir, error)
  }
}

/** Makes the data directory, readable by its owner alone. An existing one is left as it is. */
export function makeDataDirectory(data_dir: string): void {
  try {
    makeFolder(data_dir)
  } catch (error) {
    throw unusable(data_dir, error)
  }
}

function readNoFollow(file: string): string | undefined {
  let fd: number
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw unusable(file, error)
  }
  try {
    if (!fstatSync(fd).isFile()) throw unusable(file, undefined)
    return readFileSync(fd, 'utf8')
  } finally {
    closeSync(fd)
  }
}

const reasons: Record<string, string> = {
  EACCES: 'may not be used by this user',
  EPERM: 'may not be used by this user',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'is on a full disk',
  ELOOP: 'is a symbolic link',
  ENOTDIR: 'is inside something that is not a directory',
  EEXIST: 'is not a directory',
  EISDIR: 'is a directory',
  ENOENT: 'cannot be made',
  ENAMETOOLONG: 'has too long a name',
}

/** Also used by others who write into the data directory. */
export function unusable(path: string, error: unknown): ConfigError {
  const problem = reasons[codeOf(error) ?? ''] ?? 'cannot be used'
  return new ConfigError([
    { where: path, problem, remedy: 'Repair it, or choose another directory with --data DIR' },
  ])
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
