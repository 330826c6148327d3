import { readFileSync } from 'node:fs'
import { Option } from 'commander'
import type { SecurityMetadata } from '../../../oauth-server/clients/security.ts'
import { CliError } from '../../failure.ts'
import { text, type Options } from '../../verb.ts'

// As `oauth-server/clients/client.ts` has them, without loading it.
const authMethods = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
] as const
const certificateKinds = ['subject_dn', 'san_dns', 'san_uri', 'san_ip', 'san_email'] as const

/** How an application proves who it is, and what its tokens are bound to. */
export const proofOptions = (): Option[] => [
  new Option(
    '--auth-method <method>',
    'how it proves who it is at /oauth/token (default: client_secret_basic)',
  ).choices([...authMethods]),
  new Option('--jwks <file>', 'file with its public keys, a JSON Web Key Set'),
  new Option('--jwks-uri <uri>', 'where its public keys are'),
  new Option(
    '--certificate-name <kind=value>',
    `what its certificate must be made out to: ${certificateKinds.join(', ')}`,
  ),
  new Option('--certificate-bound', 'its access tokens work with its certificate alone'),
  new Option('--dpop-bound', 'it gets no tokens without proof of a key that they are bound to'),
  new Option(
    '--no-pkce',
    'it may ask without PKCE: for a confidential application of OpenID Connect that sends a nonce',
  ),
  new Option('--require-par', 'its requests must be pushed to /oauth/par first'),
  new Option('--require-signed-request', 'its requests must be signed'),
  new Option(
    '--profile <profile>',
    'everything that FAPI 2.0 Security Profile asks for, or Message Signing beside it',
  ).choices(['fapi2', 'fapi2_message_signing']),
]

/** @throws CliError for a file that cannot be read, and for a name without its kind */
export function proofsIn(options: Options): SecurityMetadata & { require_pkce?: boolean } {
  const method = text(options, 'authMethod')
  const jwks = text(options, 'jwks')
  const jwks_uri = text(options, 'jwksUri')
  const profile = text(options, 'profile')
  return {
    ...(method !== undefined && { token_endpoint_auth_method: method }),
    ...(jwks !== undefined && { jwks: readKeys(jwks) }),
    ...(jwks_uri !== undefined && { jwks_uri }),
    ...certificateName(text(options, 'certificateName')),
    tls_client_certificate_bound_access_tokens: options['certificateBound'] === true,
    dpop_bound_access_tokens: options['dpopBound'] === true,
    ...(options['pkce'] === false && { require_pkce: false }),
    require_pushed_authorization_requests: options['requirePar'] === true,
    require_signed_request_object: options['requireSignedRequest'] === true,
    ...(profile !== undefined && { profile }),
  }
}

function certificateName(given: string | undefined): SecurityMetadata {
  if (given === undefined) return {}
  const [, before, value] = /^([a-z_]+)=(.+)$/s.exec(given) ?? []
  const kind = certificateKinds.find((known) => known === before)
  if (!kind || value === undefined)
    throw new CliError('usage', `Write --certificate-name like san_dns=notes.example.com.`, 2)
  return { [`tls_client_auth_${kind}`]: value }
}

function readKeys(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('usage', `${file} cannot be read as a key set: ${reason}`, 2)
  }
}
