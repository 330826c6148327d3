import { OAuthError } from '@warder/protocol'
import { pictureType } from '../../../brand/picture.ts'
import { FetchError, type Fetched, type SafeFetch } from '../../../http/outbound/safe-fetch.ts'
import type { ClientRow } from '../../../store/oauth/clients.ts'
import { aboutView } from './about.ts'

const limits = { by: 'client', timeout_ms: 3000, max_bytes: 64 * 1024 } as const

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/**
 * Fetches what a registration names: the document that joins its redirect URIs to a sector, which must be right, and the
 * picture, which may be missing. Call it when it is known who asks.
 *
 * @throws OAuthError invalid_client_metadata when the document does not name every redirect URI
 * @see OIDC Dynamic Registration §5
 */
export async function lookedUp(
  safeFetch: SafeFetch,
  row: Pick<ClientRow, 'about' | 'redirect_uris'>,
): Promise<Pick<ClientRow, 'logo'>> {
  const { sector_identifier_uri: sector, logo_uri } = aboutView(row)
  if (sector !== undefined) await checkSector(safeFetch, sector, JSON.parse(row.redirect_uris) as string[]) // written by `newClientRow`
  return { logo: logo_uri === undefined ? null : await logoAt(safeFetch, logo_uri) }
}

async function checkSector(safeFetch: SafeFetch, uri: string, redirect_uris: string[]): Promise<void> {
  const named = listIn(await fetched(safeFetch, uri, 'application/json'))
  if (!named) throw refuse('sector_identifier_uri does not lead to a list of redirect URIs')
  // OIDC Core §8.1: "The values of the registered redirect_uris MUST be included in the elements of the array".
  if (!redirect_uris.every((one) => named.includes(one)))
    throw refuse('sector_identifier_uri does not name every redirect URI')
}

function listIn(answer: Fetched | undefined): unknown[] | undefined {
  if (answer?.status !== 200) return undefined
  try {
    const document: unknown = JSON.parse(answer.body.toString('utf8'))
    return Array.isArray(document) ? document : undefined
  } catch {
    return undefined
  }
}

/** It stands in the page itself, so that whoever signs in asks nobody else for anything (AZ-38). */
async function logoAt(safeFetch: SafeFetch, uri: string): Promise<string | null> {
  const answer = await fetched(safeFetch, uri, 'image/png, image/jpeg, image/webp, image/gif')
  if (answer?.status !== 200) return null
  const type = pictureType(answer.body)
  return type === undefined ? null : `data:${type};base64,${answer.body.toString('base64')}`
}

async function fetched(safeFetch: SafeFetch, url: string, accept: string): Promise<Fetched | undefined> {
  try {
    return await safeFetch(url, { ...limits, headers: { accept } })
  } catch (error) {
    if (error instanceof FetchError) return undefined
    throw error
  }
}
