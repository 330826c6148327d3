import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { ConfigError } from '../config/problem.ts'
import { pictureType } from './picture.ts'

/** A picture of whose pages these are, and the name it is asked for by: that of its content, so it may be kept for ever. */
export type Logo = { id: string; type: string; content: Uint8Array }

/** In bytes. A person waits for it before they sign in. */
export const largestLogo = 45_000

export const logoRoute = '/assets/logo/:id'
export const logoPath = (id: string): string => `/assets/logo/${id}`

/** A file as a logo, or what is wrong with it, as the end of a sentence that begins with its name. */
export function logoOf(content: Uint8Array): Logo | { problem: string } {
  const type = pictureType(content)
  if (type === undefined) return { problem: 'is no picture: use PNG, JPEG, WebP or GIF' }
  if (content.length > largestLogo) return { problem: `is larger than ${largestLogo} bytes` }
  return { id: createHash('sha256').update(content).digest('base64url').slice(0, 22), type, content }
}

/** The logo that the setting names. @throws ConfigError where the file is none */
export function logoAt(path: string | undefined): Logo | undefined {
  if (path === undefined) return undefined
  const logo = logoOf(contentOf(path))
  if ('problem' in logo) throw unusable(path, logo.problem)
  return logo
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (cause) {
    throw unusable(path, `cannot be read (${cause instanceof Error ? cause.message : String(cause)})`)
  }
}

const unusable = (path: string, problem: string) =>
  new ConfigError([
    { where: 'brand.logo', problem: `${path} ${problem}`, remedy: 'Name a picture of at most 45 kB' },
  ])
