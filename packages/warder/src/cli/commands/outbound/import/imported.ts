import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import type { CredentialFields, Grant } from '@warder/outbound'
import { CliError } from '../../../failure.ts'

/** What another program has, as it becomes a credential of ours. */
export type Imported = {
  name: string
  fields: CredentialFields
  /** Kept in the store, by the names that `keyring:` finds. */
  secrets?: Readonly<Record<string, string>>
  /** What a person signed in to over there. */
  grant?: Grant
}

export type ImportOptions = {
  env: NodeJS.ProcessEnv
  profile: string | undefined
  service: string | undefined
  region: string | undefined
  host: string | undefined
}

export const homeOf = ({ env }: ImportOptions): string => env['HOME'] || env['USERPROFILE'] || homedir()

/** @throws CliError when the other program has nothing here */
export async function readTheirs(file: string, program: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/^\uFEFF/, '')
  } catch (error) {
    throw new CliError('not_found', `${file} cannot be read. Sign in with ${program} first.`, 1, error)
  }
}

/** An object of JSON. @throws CliError */
export function objectOf(text: string, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown> // an object, as was just seen
  } catch {
    // said below; what was read may hold secrets
  }
  throw new CliError('not_understood', `${file} is not what was expected.`)
}

export const textIn = (from: unknown, name: string): string | undefined => {
  const value =
    typeof from === 'object' && from !== null ? (from as Record<string, unknown>)[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** A name that a credential of ours can have. */
export const nameOf = (text: string): string =>
  text
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '')
    .slice(0, 64) || 'imported'
