import type { Presented } from '../../check.ts'
import type { Settings } from '../../settings/resolve.ts'

/** Where a request went, in the client's eyes. */
export type Target = { scheme: string; authority: string; path: string; query: string | undefined }

/**
 * The path and the query as they came, for that is what is routed: resolving dots here would let one path be signed and
 * another be served. Scheme and authority are those of the option `origin`; without it, those of the request.
 *
 * @returns undefined for a Host that is none
 */
export function targetOf(request: Presented, { origin }: Pick<Settings, 'origin'>): Target | undefined {
  const absolute = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/is.exec(request.url)
  const rest = (absolute ? absolute[3] : request.url) ?? ''
  const question = rest.indexOf('?')
  const hash = rest.indexOf('#')
  const end = hash === -1 ? rest.length : hash
  const path = rest.slice(0, question === -1 || question > end ? end : question) || '/'
  const query = question === -1 || question > end ? undefined : rest.slice(question + 1, end)

  const scheme = absolute?.[1] ?? request.scheme ?? 'https'
  const seen = URL.parse(
    origin !== '' ? origin : `${scheme}://${absolute?.[2] ?? request.headers.get('host') ?? ''}`,
  )
  if (!seen || seen.host === '' || seen.username !== '' || seen.pathname !== '/' || seen.search !== '')
    return undefined
  return { scheme: seen.protocol.slice(0, -1), authority: seen.host, path, query }
}
