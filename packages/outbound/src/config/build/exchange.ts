import type { Credential } from '../../credential.ts'
import { exchange } from '../../token/exchange.ts'
import type { SecretLike } from '../../secret.ts'
import type { Described } from '../definition.ts'
import type { Text } from '../references.ts'
import type { Kit } from './kit.ts'

/** A sign-in that is no OAuth. Its fields may be secrets, so that each is read when it is sent. */
export function exchangeOf(described: Extract<Described, { type: 'exchange' }>, kit: Kit): Credential {
  const { request, token, expiresIn, ttl, expiresAt, header } = described
  const life = expiresIn ?? ttl
  return exchange({
    request: {
      url: kit.address(request.url),
      ...(request.method && { method: request.method }),
      ...(request.headers && { headers: fields(request.headers, kit) }),
      ...(request.body && { body: fields(request.body, kit) }),
      ...(request.form && { form: true }),
    },
    token,
    ...(life !== undefined && { expiresIn: life }),
    ...(expiresAt !== undefined && { expiresAt }),
    ...(header && { header }),
    ...(kit.send && { fetch: kit.send }),
  })
}

function fields(from: Readonly<Record<string, Text>>, kit: Kit): Record<string, SecretLike> {
  const pairs = Object.entries(from).map(
    ([name, text]) => [name, typeof text === 'string' ? text : kit.secret(text)] as const,
  )
  return Object.fromEntries(pairs)
}
