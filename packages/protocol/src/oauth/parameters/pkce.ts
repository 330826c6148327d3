import { hash } from 'node:crypto'
import { constantTimeEqual, decodeBase64url } from '../../encoding.ts'
import { OAuthError } from '../errors.ts'

/** RFC 7636 §4.1: 43 to 128 unreserved characters. */
const verifierSyntax = /^[A-Za-z0-9\-._~]{43,128}$/

/**
 * Checks the code_challenge of an authorization request and returns what is to be kept with the code.
 *
 * @throws OAuthError invalid_request when it is missing and required, malformed, or not S256
 * @see RFC 7636 §4.3 and RFC 9700 §2.1.1
 */
export function checkCodeChallenge(
  challenge: string | undefined,
  method: string | undefined,
  required: boolean,
): string | undefined {
  if (challenge === undefined) {
    if (required) throw new OAuthError('invalid_request', 'code_challenge is required')
    if (method !== undefined) {
      throw new OAuthError('invalid_request', 'code_challenge_method needs a code_challenge')
    }
    return undefined
  }
  // RFC 7636 §4.3: without a method it would be `plain`, which shows the verifier to whoever reads the request.
  if (method !== 'S256') throw new OAuthError('invalid_request', 'code_challenge_method must be S256')

  // RFC 7636 §4.2: the challenge is the base64url of a SHA-256 digest, so 32 bytes in 43 characters.
  if (decodeBase64url(challenge)?.length !== 32) {
    throw new OAuthError('invalid_request', 'code_challenge must be 43 characters of base64url')
  }
  return challenge
}

/**
 * Checks the code_verifier of a token request against the code_challenge of the authorization request.
 *
 * @throws OAuthError invalid_grant unless both are absent or the one is made from the other
 * @see RFC 7636 §4.6
 */
export function checkPkce(code_challenge: string | undefined, code_verifier: string | undefined): void {
  if (code_challenge === undefined) {
    if (code_verifier === undefined) return
    // RFC 9700 §4.8.2: someone took the challenge out of the request, to use the code without its verifier.
    throw new OAuthError('invalid_grant', 'the authorization request had no code_challenge')
  }
  if (code_verifier === undefined) throw new OAuthError('invalid_grant', 'code_verifier is required')
  if (!verifierSyntax.test(code_verifier)) throw new OAuthError('invalid_grant', 'code_verifier is malformed')

  if (!constantTimeEqual(hash('sha256', code_verifier, 'base64url'), code_challenge)) {
    throw new OAuthError('invalid_grant', 'code_verifier does not match the code_challenge')
  }
}
