import type { Credential } from '../credential.ts'
import { OutboundError } from '../errors.ts'
import { reveal, type SecretLike } from '../secret.ts'
import { apiKey } from './api-key.ts'

/** Either may be the empty text. */
export type BasicOptions = { username: SecretLike; password: SecretLike }

/**
 * RFC 7617: a name and a password, in UTF-8. An empty password is a key as the name, an empty name a key as the password.
 *
 * @throws OutboundError CONFIG_INVALID, when it is used, for a name with a colon or control characters (§2)
 */
export function basic({ username, password }: BasicOptions): Credential {
  const text = async (part: SecretLike) => (part === '' ? '' : reveal(part))
  return {
    kind: 'basic',
    async apply({ headers }) {
      headers.set('authorization', basicValue(await text(username), await text(password)))
    },
  }
}

/** RFC 7617 §2. @throws OutboundError CONFIG_INVALID */
export function basicValue(username: string, password: string): string {
  if (username.includes(':') || /\p{Cc}/u.test(username + password))
    throw new OutboundError(
      'CONFIG_INVALID',
      'a name for basic authentication has no colon, and neither part has control characters',
    )
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`
}

/** RFC 6750 §2.1: a token that somebody else looks after. */
export function bearer(token: SecretLike): Credential {
  return { ...apiKey({ key: token }), kind: 'bearer' }
}
