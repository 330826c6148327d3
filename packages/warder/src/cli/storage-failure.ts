import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { unusable } from '../config/secrets-file.ts'
import { asStorageError, type StorageError, type StorageErrorKind } from '../store/errors.ts'
import { CliError } from './failure.ts'

/** Where no more is known than the kind. */
const remedies: Record<StorageErrorKind, string> = {
  busy: 'Another program holds it. Try again, or end that program',
  full: 'Its disk is full. Free some space, then try again',
  readonly: 'It cannot be written. Check the permissions and the mount of its directory',
  unavailable: 'Check DATABASE_URL, --data and that it runs',
}

/**
 * Runs `work` on the database that `url` names, and tells what the database cannot do with its place and the remedy.
 * @throws CliError `storage_…`; whatever else `work` throws
 */
export async function onDatabase<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const storage = asStorageError(error)
    if (!storage) throw error
    throw new CliError(`storage_${storage.kind}`, sentenceOf(storage, url), 1, storage)
  }
}

/** It may come, or come back, by itself: it does not listen yet, starts, or cannot be reached. A refusal is for the operator. */
export function isAway({ kind, cause }: StorageError): boolean {
  const { code = '' } = codesOf(cause)
  return kind === 'unavailable' && (!/^[0-9A-Z]{5}$/.test(code) || /^(08|57P|E)/.test(code))
}

/** What is wrong, where, and what to do about it. */
export function sentenceOf(error: StorageError, url: string): string {
  const [, file] = /^sqlite:(.*)$/.exec(url) ?? []
  // Without a cause the store has said itself what is wrong.
  if (error.cause === undefined) return `${capital(error.message)}. ${remedyOf(error)}.`
  const sentence = file === undefined ? onPostgres(error.cause, url) : onSqlite(error.cause, file)
  return sentence ?? `The database is ${error.kind}. ${remedies[error.kind]}.`
}

function remedyOf({ kind, message }: StorageError): string {
  return message.endsWith('is a symbolic link')
    ? 'Put the file itself there, or name it with DATABASE_URL'
    : remedies[kind]
}

/** @see https://www.sqlite.org/rescode.html */
function onSqlite(cause: unknown, file: string): string | undefined {
  const { code, errcode } = codesOf(cause)
  const primary = errcode === undefined ? undefined : errcode & 0xff
  const another = 'Restore it from a backup, or name another file with DATABASE_URL'
  if (primary === 26) return `${file} is not a SQLite database. ${another}.`
  if (primary === 11) return `${file} is damaged. ${another}.`
  if (primary === 8 || primary === 14)
    return `${file} cannot be written, or its directory cannot. Check who owns them and how they are mounted.`
  if (code === undefined || !/^E[A-Z]+$/.test(code)) return undefined
  // A file that could not be made is the fault of its directory.
  const place = ['EACCES', 'EPERM', 'EROFS'].includes(code) ? nearestExisting(file) : file
  return unusable(place, cause).message
}

/** The path, or the nearest folder above it that is there. */
export function nearestExisting(path: string): string {
  const parent = dirname(path)
  return existsSync(path) || parent === path ? path : nearestExisting(parent)
}

/** @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
function onPostgres(cause: unknown, url: string): string | undefined {
  const { code = '' } = codesOf(cause)
  const { host, hostname } = new URL(url)
  const server = host === '' || /^%2f/i.test(host) ? 'PostgreSQL on this machine' : `PostgreSQL at ${host}`
  if (code === 'ECONNREFUSED') return `${server} refused the connection. Start it, or correct DATABASE_URL.`
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return `The host ${hostname} of DATABASE_URL is not known. Correct it, or try again when names can be looked up.`
  if (code.startsWith('28')) return `${server} refused the user or the password. Correct DATABASE_URL.`
  if (code === '3D000') return `${server} has no database of this name. Create it, or correct DATABASE_URL.`
  if (code === '' || /^E[A-Z]+$/.test(code)) {
    const reason = cause instanceof Error && cause.message !== '' ? ` (${cause.message})` : ''
    return `${server} cannot be reached${reason}. Check DATABASE_URL and that it runs.`
  }
  return undefined
}

function codesOf(cause: unknown): { code?: string; errcode?: number } {
  if (!(cause instanceof Error)) return {}
  return {
    ...('code' in cause && typeof cause.code === 'string' && { code: cause.code }),
    ...('errcode' in cause && typeof cause.errcode === 'number' && { errcode: cause.errcode }),
  }
}

const capital = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1)
