import type { Issuer } from '../issuer/issuer.ts'
import type { RevocationStatus } from '../issuer/revocations/revocations.ts'
import type { Mode } from '../settings/mode.ts'
import type { Settings } from '../settings/resolve.ts'
import type { SourceKind } from '../settings/sources.ts'

export type AuthStatus = {
  mode: Mode
  development_mode: boolean
  api_keys_configured: boolean
  additional_keys_count: number
  user_tracking_enabled: boolean
  request_logging_enabled: boolean
  features: { user_tracking: boolean; request_logging: boolean; multi_key_support: boolean }
  sources: SourceKind[]
  /** Of each issuer that is followed: how fresh the guard's knowledge of what was revoked is. */
  revocations: Record<string, RevocationStatus>
}

export function statusOf(settings: Settings, issuers: readonly Issuer[]): AuthStatus {
  const { mode, user_tracking, request_logging, sources } = settings
  const keys = keysOf(settings)
  const followed = issuers.flatMap(({ issuer, revocations }) => {
    const status = revocations.status()
    return status ? [[issuer, status] as const] : []
  })
  return {
    mode,
    development_mode: mode === 'development',
    api_keys_configured: keys > 0,
    additional_keys_count: Math.max(0, keys - 1),
    user_tracking_enabled: user_tracking,
    request_logging_enabled: request_logging,
    features: { user_tracking, request_logging, multi_key_support: keys > 1 },
    sources: sources.map(({ kind }) => kind),
    revocations: Object.fromEntries(followed),
  }
}

/** Everything that is on, by name. */
export function featuresOf(settings: Settings): Set<string> {
  const { user_tracking, request_logging, internal_docs, sources } = settings
  const switches = { user_tracking, request_logging, internal_docs, multi_key_support: keysOf(settings) > 1 }
  const on = Object.entries(switches).flatMap(([name, value]) => (value ? [name] : []))
  return new Set([...on, ...sources.map(({ kind }) => kind)])
}

const keysOf = ({ sources }: Settings) =>
  sources.reduce((sum, source) => sum + (source.kind === 'api_keys' ? source.keys.length : 0), 0)
