import type { Settings } from '../settings/resolve.ts'
import { weakKeys } from '../settings/resolve.ts'

/** What production must not have, one line each. */
export function productionProblems({ mode, sources }: Settings): string[] {
  if (mode === 'development' || mode === 'test')
    return [
      `The guard runs in ${mode} mode: no API key and no issuer is configured, and everybody is let in.`,
    ]
  const local = sources.flatMap((source) =>
    'issuer' in source && source.issuer.startsWith('http:')
      ? [`The issuer ${source.issuer} is not https.`]
      : [],
  )
  return [...new Set([...weakKeys(sources), ...local])]
}

/** What production would be better with, one line each. */
export function productionWarnings({
  mode,
  request_logging,
  when_revocations_are_stale,
  sources,
}: Settings): string[] {
  const advanced = mode === 'advanced' && request_logging
  const tokens = sources.some(({ kind }) => kind === 'access_tokens')
  return [
    ...(advanced
      ? []
      : ['Accepted requests are not logged: set AUTH_MODE=advanced and ENABLE_REQUEST_LOGGING=true.']),
    ...(tokens && when_revocations_are_stale === 'accept'
      ? [
          'While the issuer is away, a token that was revoked counts until it expires (when_revocations_are_stale).',
        ]
      : []),
  ]
}
