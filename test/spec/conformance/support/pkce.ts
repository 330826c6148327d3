import { createHash, randomBytes } from 'node:crypto'

/** RFC 7636 §4.1 and §4.2. */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url')
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') }
}
