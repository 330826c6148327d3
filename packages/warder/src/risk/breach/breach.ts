import { createHash } from 'node:crypto'
import type { Config } from '../../config/config.ts'

/** What is known of a password: `unknown` has the reason why nobody could tell, a word or two for the audit. */
export type Exposure = { kind: 'exposed' } | { kind: 'clean' } | { kind: 'unknown'; reason: string }

export type Breach = {
  /** Whether a password is among the stolen ones that are known. Never throws. */
  check: (password: string) => Promise<Exposure>
  close: () => void
}

/** Whether a SHA-1 is known, by one source. */
type Look = (sha1: Buffer) => Promise<boolean>

/**
 * Looks new passwords up: first in the operator's file, which answers in microseconds, then at the range query. Nothing
 * that was asked or answered is kept. A sign-in never asks.
 * @throws ConfigError when the file cannot be used
 */
export async function openBreach(config: Pick<Config, 'breach' | 'dev' | 'allow_networks'>): Promise<Breach> {
  const file = await lookInFile(config.breach.filter)
  const range = await lookInRange(config)
  return {
    async check(password) {
      const sha1 = createHash('sha1').update(password.normalize('NFC')).digest()
      try {
        const exposed = (await file.look(sha1)) || (await range(sha1))
        return { kind: exposed ? 'exposed' : 'clean' }
      } catch (error) {
        return { kind: 'unknown', reason: reasonOf(error) }
      }
    },
    close: file.close,
  }
}

async function lookInFile(path: string | undefined): Promise<{ look: Look; close: () => void }> {
  if (path === undefined) return { look: async () => false, close: () => undefined }
  const { openFilter } = await import('./filter.ts')
  const { has, close } = openFilter(path)
  return { look: async (sha1) => has(sha1), close }
}

async function lookInRange(config: Pick<Config, 'breach' | 'dev' | 'allow_networks'>): Promise<Look> {
  const { api_url } = config.breach
  if (api_url === undefined) return async () => false
  const [{ createSafeFetch }, { countInRange }] = await Promise.all([
    import('../../http/outbound/safe-fetch.ts'),
    import('./range.ts'),
  ])
  const safeFetch = createSafeFetch(config)
  return async (sha1) => (await countInRange(safeFetch, api_url, sha1.toString('hex').toUpperCase())) > 0
}

/** Errors of the fetch and of the range carry their reason; whatever else breaks is the file. */
function reasonOf(error: unknown): string {
  return error instanceof Error && 'reason' in error ? String(error.reason) : 'filter'
}
