import type { Config } from '../../config/config.ts'
import { empty, type Answer } from '../answer.ts'
import type { Request } from '../wire/request.ts'

/** Fetch standard, CORS protocol: the listed origins, one by one, byte for byte; never a wildcard with credentials. */
export function corsHeaders(request: Request, config: Config): Record<string, string> {
  const origin = request.headers.get('origin')
  const vary = { vary: 'Origin' }
  if (origin === null || !config.cors_origins.includes(origin)) return vary
  return {
    ...vary,
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers':
      'WWW-Authenticate, DPoP-Nonce, Idempotency-Replayed, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id',
    'cross-origin-resource-policy': 'cross-origin',
  }
}

export function preflight(request: Request, config: Config, allow: readonly string[]): Answer {
  const origin = request.headers.get('origin')
  const headers: Record<string, string> = { allow: allow.join(', ') }
  if (origin !== null && config.cors_origins.includes(origin)) {
    headers['access-control-allow-methods'] = allow.join(', ')
    headers['access-control-allow-headers'] =
      'Authorization, Content-Type, DPoP, Idempotency-Key, X-CSRF-Token, X-Request-Id'
    headers['access-control-max-age'] = '600'
  }
  return empty(204, { headers })
}
