import { Problem } from '@warder/protocol'
import { createPublicKey } from 'node:crypto'

/**
 * The public keys in a text: one JWK, a set of them, or PEM. What they are worth is judged with the rest of the agent.
 * @throws Problem `invalid_input`
 */
export function readPublicKeys(text: string): unknown[] {
  const trimmed = text.trim()
  if (trimmed === '') throw wrong('is required')
  // Node would make the public key of it, and the person would have sent us their secret for nothing.
  if (trimmed.includes('PRIVATE KEY')) throw wrong('is a private key: keep it, and send the public one')
  if (trimmed.startsWith('-----BEGIN')) return [fromPem(trimmed)]
  const value = parsed(trimmed)
  if (typeof value !== 'object' || value === null) throw wrong('is no public key: paste a JWK or PEM')
  const keys: unknown = 'keys' in value ? value.keys : undefined
  return Array.isArray(keys) ? keys : [value]
}

function fromPem(text: string): unknown {
  try {
    return createPublicKey(text).export({ format: 'jwk' })
  } catch {
    throw wrong('is no public key that can be read')
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function wrong(detail: string): Problem {
  return new Problem('invalid_input', {
    detail: `The public key ${detail}.`,
    errors: [{ pointer: '/public_keys', detail }],
  })
}
