import { readFile } from 'node:fs/promises'
import type { CredentialContext } from '../../credential.ts'
import { systemEnvironment, type Environment } from '../../environment.ts'
import { OutboundError } from '../../errors.ts'
import { isLoopback } from '../../fetch/binding.ts'
import { askMetadata, metadataUrl, objectIn } from '../../metadata/ask.ts'
import { retryAfterOf } from '../../token/retry-after.ts'
import type { AwsCredentials } from '../../sigv4/signature.ts'
import { notHere } from '../environment.ts'
import { keysOf } from '../source.ts'

/** Where ECS answers, and what EKS has instead. */
const ecs = 'http://169.254.170.2'
const known = new Set(['169.254.170.2', '169.254.170.23', '[fd00:ec2::23]'])

/** @throws OutboundError CREDENTIAL_UNAVAILABLE where this is none */
export async function containerKeys(
  env: Environment | undefined,
  { clock, signal }: CredentialContext,
): Promise<AwsCredentials> {
  const variables = env ?? systemEnvironment()
  const url = containerUrl(variables)
  const token = await tokenOf(variables)
  const { status, headers, text } = await askMetadata(url, {
    signal,
    ...(token !== undefined && { headers: { authorization: token } }),
  })
  if (status === 200) return keysOf(objectIn(text, 'the container'), 'the container')
  const passing = status >= 500 || status === 429
  const retryAfterMs = retryAfterOf(headers, clock())
  throw new OutboundError(
    passing ? 'TOKEN_ENDPOINT_UNAVAILABLE' : 'INVALID_CLIENT',
    `the container gives no keys: status ${status}`,
    { status, retryable: passing, ...(retryAfterMs !== undefined && { retryAfterMs }) },
  )
}

/**
 * Where the environment says that the keys are. What it says decides who gets the token of the container, so it may be this
 * machine, one of the known addresses, or any place over https.
 *
 * @throws OutboundError CREDENTIAL_UNAVAILABLE where it says nothing, INSECURE_URL
 */
export function containerUrl(env: Environment): URL {
  const relative = env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']
  if (relative) {
    const url = URL.parse(ecs + relative)
    // A relative address such as `@evil.example/` would name another host.
    if (relative.startsWith('/') && url?.origin === ecs) return url
    throw new OutboundError('CONFIG_INVALID', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path')
  }
  const full = env['AWS_CONTAINER_CREDENTIALS_FULL_URI']
  if (!full) throw notHere('this is no container of ECS or EKS')
  const url = metadataUrl(full)
  if (url.protocol === 'https:' || isLoopback(url.hostname) || known.has(url.hostname)) return url
  throw new OutboundError('INSECURE_URL', `no container of AWS has its keys at ${url.origin}`)
}

async function tokenOf(env: Environment): Promise<string | undefined> {
  const path = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE']
  if (!path) return env['AWS_CONTAINER_AUTHORIZATION_TOKEN'] || undefined
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new OutboundError('SECRET_MISSING', 'the token of the container cannot be read', {
      hint: 'See AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE.',
      cause: error,
    })
  })
  return text.trim()
}
