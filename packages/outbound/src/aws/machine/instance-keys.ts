import type { CredentialContext } from '../../credential.ts'
import { systemEnvironment, type Environment } from '../../environment.ts'
import { OutboundError } from '../../errors.ts'
import { askMetadata, metadataUrl, objectIn, type MetadataAnswer } from '../../metadata/ask.ts'
import type { AwsCredentials } from '../../sigv4/signature.ts'
import { notHere } from '../environment.ts'
import type { InstanceOptions } from '../instance.ts'
import { keysOf } from '../source.ts'

/** Milliseconds: on a machine that is none of AWS nobody answers, and a chain should not stand still. */
const patience = 1000

/** Seconds that the token of a session with the service lives; it is used once. */
const tokenLife = '60'

const role = '/latest/meta-data/iam/security-credentials/'

/** @throws OutboundError CREDENTIAL_UNAVAILABLE where nobody answers, or there is no role */
export async function instanceKeys(
  { env, allowV1 = false }: InstanceOptions,
  { signal }: CredentialContext,
): Promise<AwsCredentials> {
  const at = serviceUrl(env ?? systemEnvironment())
  const ask = (path: string, headers: Record<string, string>) =>
    askMetadata(new URL(path, at), { headers, signal, timeoutMs: patience })

  const opened = await askMetadata(new URL('/latest/api/token', at), {
    method: 'PUT',
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': tokenLife, 'content-length': '0' },
    signal,
    timeoutMs: patience,
  })
  const session = sessionOf(opened, allowV1)
  const named = await ask(role, session)
  if (named.status === 404) throw notHere('this machine has no role', 'Attach an instance profile to it.')
  const name = okay(named).text.trim().split('\n')[0]?.trim() ?? ''
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) throw unusable()
  const said = objectIn(okay(await ask(role + name, session)).text, 'the metadata service')
  if (said['Code'] !== undefined && said['Code'] !== 'Success') throw unusable()
  return keysOf(said, 'the metadata service')
}

/** @throws OutboundError CREDENTIAL_UNAVAILABLE where it is switched off */
function serviceUrl(env: Environment): URL {
  if (env['AWS_EC2_METADATA_DISABLED']?.toLowerCase() === 'true')
    throw notHere('the metadata service is switched off by AWS_EC2_METADATA_DISABLED')
  const isV6 = env['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE']?.toLowerCase() === 'ipv6'
  const usual = isV6 ? 'http://[fd00:ec2::254]' : 'http://169.254.169.254'
  return metadataUrl(env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] || usual)
}

function sessionOf(opened: MetadataAnswer, allowV1: boolean): Record<string, string> {
  if (opened.status === 200) return { 'x-aws-ec2-metadata-token': opened.text.trim() }
  if (allowV1 && [403, 404, 405].includes(opened.status)) return {}
  return okay(opened) && {}
}

function okay(answer: MetadataAnswer): MetadataAnswer {
  if (answer.status === 200) return answer
  throw new OutboundError(
    answer.status >= 500 ? 'TOKEN_ENDPOINT_UNAVAILABLE' : 'CREDENTIAL_UNAVAILABLE',
    `the metadata service answers ${answer.status}`,
    { status: answer.status, retryable: answer.status >= 500 },
  )
}

const unusable = () =>
  new OutboundError('TOKEN_RESPONSE_INVALID', 'the metadata service gives no keys of its role')
