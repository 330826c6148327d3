import { hash } from 'node:crypto'
import type { Presented } from '../check.ts'
import type { Settings } from '../settings/resolve.ts'

/**
 * The thumbprint of the client's certificate, as `x5t#S256` writes it; undefined when there is none.
 *
 * @see RFC 8705 §3.1
 */
export function certificateThumbprint(request: Presented, settings: Settings): string | undefined {
  const given = settings.certificate ? settings.certificate(request) : request.certificate?.()
  const der = typeof given === 'string' ? derOf(given) : given
  return der && der.length > 0 ? hash('sha256', der, 'base64url') : undefined
}

/** PEM, also with its characters escaped as nginx passes it, or the byte sequence of RFC 9440 §2.1. */
function derOf(text: string): Uint8Array | undefined {
  const plain = text.includes('%') ? unescaped(text) : text
  const pem = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/.exec(plain)?.[1]
  const bytes = pem ?? /^:([A-Za-z0-9+/=]+):$/.exec(plain.trim())?.[1]
  return bytes === undefined ? undefined : Buffer.from(bytes, 'base64')
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
