import type { Config } from '../config/config.ts'
import type { Answer } from './answer.ts'
import type { Dialect } from './errors.ts'

const always = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  // RFC 6749 §5.1: what this server says about a person or a token is nobody else's to keep.
  'cache-control': 'no-store',
}

const data = {
  ...always,
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

const page = {
  ...always,
  // A page that sent no referrer at all would post its own forms with `Origin: null`.
  'referrer-policy': 'same-origin',
  'content-security-policy': pagePolicy(),
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
}

/**
 * The policy of a hosted page. A browser applies `form-action` to the redirects a form leads to as well, so a
 * page on the way back to an application names where that application lives. Scripts run on no page but those with a
 * challenge or a passkey, and there only our own files, which call nobody else.
 */
export function pagePolicy(
  formTarget?: string,
  scripts: 'no scripts' | 'our scripts' = 'no scripts',
  frames: readonly string[] = [],
): string {
  const forms = formTarget ? `'self' ${formTarget}` : "'self'"
  const script = scripts === 'our scripts' ? " script-src 'self'; worker-src 'self'; connect-src 'self';" : ''
  const frame = frames.length > 0 ? ` frame-src ${frames.join(' ')};` : ''
  return `default-src 'none';${script}${frame} style-src 'self'; img-src 'self' data:; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`
}

/** The headers of an answer: what every answer carries, then what the handler said. */
export function headersFor(
  answer: Answer,
  dialect: Dialect,
  config: Config,
  request_id: string,
): Record<string, string> {
  const base = dialect === 'page' || dialect === 'authorize' ? page : data
  const headers: Record<string, string> = { ...base }
  // A second spread would cost half as much again as all of this.
  for (const name in answer.headers) headers[name] = answer.headers[name] ?? ''
  headers['x-request-id'] = request_id
  // RFC 6797 §7.2: never over plain HTTP, where it would be ignored or forged.
  if (config.issuer.startsWith('https:'))
    headers['strict-transport-security'] = 'max-age=63072000; includeSubDomains'
  return headers
}
