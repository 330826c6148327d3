import { systemEnvironment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import { newMessageId } from '../random.ts'
import { checkedEndpoint } from '../oauth/token-endpoint.ts'
import { reveal, type SecretLike } from '../secret.ts'
import { rulesOf } from '../sigv4/prepare.ts'
import { amzDate, createSigner, type AwsCredentials } from '../sigv4/signature.ts'
import { awsKeys, signHeaders, type AwsProvider, type AwsSource } from '../sigv4/sigv4.ts'
import { createServerTime } from '../token/server-time.ts'
import { retryAfterOf } from '../token/retry-after.ts'
import { regionIn, type AwsPlace } from './environment.ts'
import { keptKeys, keysOf } from './source.ts'

export type RoleOptions = AwsPlace & {
  /** Like `arn:aws:iam::123456789012:role/reader`. */
  roleArn: string
  /** What the log of AWS calls this session; made up where absent. */
  sessionName?: string | undefined
  /** In seconds, from a quarter of an hour to twelve hours; what the role says where absent. */
  durationSeconds?: number | undefined
  /** Of the service that gives the keys: the environment's, or the one for all regions. */
  region?: string | undefined
  /** Another address of that service. */
  endpoint?: string | undefined
}

export type AssumeRoleOptions = RoleOptions & {
  /** Whose keys may take the role. */
  source: AwsSource
  externalId?: string | undefined
}

export type WebIdentityOptions = RoleOptions & {
  /** The signed statement of who this workload is, read anew each time. */
  token: SecretLike
}

/** Keys of a role, for keys that may take it. @throws OutboundError CONFIG_INVALID, and when it is used what AWS refuses */
export function assumeRole(options: AssumeRoleOptions): AwsProvider {
  const ask = sts(options)
  const { source, externalId } = options
  return keptKeys(async (context) => {
    const keys = await awsKeys(source, context)
    return ask('AssumeRole', { ...(externalId !== undefined && { ExternalId: externalId }) }, context, keys)
  })
}

/** Keys of a role, for what an OpenID provider says of this workload: Kubernetes, or a build service. */
export function assumeRoleWithWebIdentity(options: WebIdentityOptions): AwsProvider {
  const ask = sts(options)
  return keptKeys(async (context) =>
    ask('AssumeRoleWithWebIdentity', { WebIdentityToken: (await reveal(options.token)).trim() }, context),
  )
}

/** Domains of the parts of AWS that stand apart. */
const domains: readonly (readonly [prefix: string, domain: string])[] = [
  ['cn-', 'amazonaws.com.cn'],
  ['us-iso-', 'c2s.ic.gov'],
  ['us-isob-', 'sc2s.sgov.gov'],
  ['us-isof-', 'csp.hci.ic.gov'],
  ['eu-isoe-', 'cloud.adc-e.uk'],
  ['eusc-', 'amazonaws.eu'],
]

/** @throws OutboundError CONFIG_INVALID for what cannot stand in the name of a host */
export function awsHost(service: string, region: string): string {
  if (!/^[a-z]{2}[a-z0-9-]{1,30}$/.test(region))
    throw new OutboundError('CONFIG_INVALID', 'this is no region of AWS')
  const domain = domains.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'amazonaws.com'
  return `${service}.${region}.${domain}`
}

const answerWithin = 10_000
const longest = 1024 * 1024

function sts(options: RoleOptions) {
  const { roleArn, durationSeconds, fetch: send = fetch } = options
  if (!/^arn:[a-z0-9-]+:iam::\d{12}:role\/[\x21-\x7e]+$/.test(roleArn))
    throw new OutboundError('CONFIG_INVALID', 'a role of AWS is like arn:aws:iam::123456789012:role/name')
  const env = options.env ?? systemEnvironment()
  const region = regionIn(env, options.region)
  const named = options.endpoint ?? env['AWS_ENDPOINT_URL_STS'] ?? env['AWS_ENDPOINT_URL']
  const url = checkedEndpoint(named ?? `https://${region ? awsHost('sts', region) : 'sts.amazonaws.com'}/`)
  const sessionName = options.sessionName ?? `warder-${newMessageId().slice(0, 8)}`
  const time = createServerTime()
  const sign = createSigner()

  /** @param keys what the request is signed with; it is not, where absent */
  return async (
    action: string,
    parameters: Record<string, string>,
    { clock, signal }: Parameters<AwsProvider>[0],
    keys?: AwsCredentials,
  ): Promise<AwsCredentials> => {
    const form = new URLSearchParams({
      Action: action,
      Version: '2011-06-15',
      RoleArn: roleArn,
      RoleSessionName: sessionName,
      ...(durationSeconds !== undefined && { DurationSeconds: String(durationSeconds) }),
      ...parameters,
    })
    const body = new TextEncoder().encode(form.toString())
    for (let again = true; ; again = false) {
      const sent_at = clock()
      const headers = new Headers({ 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' })
      const where = { service: 'sts', region: region ?? 'us-east-1' }
      if (keys)
        signHeaders(
          { method: 'POST', url: new URL(url), headers, body },
          { ...where, rules: rulesOf('sts'), payload: 'auto' },
          keys,
          amzDate(sent_at + time.offset()),
          sign,
        )
      const late = AbortSignal.timeout(answerWithin)
      const response = await send(url.href, {
        method: 'POST',
        headers,
        body,
        redirect: 'error',
        signal: signal ? AbortSignal.any([signal, late]) : late,
      }).catch(away)
      const xml = await response.text()
      const moved = time.learn(response.headers, sent_at, clock())
      if (response.status === 200) return keysIn(xml, time.offset())
      if (!again || !moved || !keys) throw refusal(response, xml, clock())
    }
  }
}

function away(error: unknown): never {
  throw new OutboundError('TOKEN_ENDPOINT_UNAVAILABLE', 'the token service of AWS does not answer', {
    retryable: true,
    cause: error,
  })
}

/** The end is told by the clock of AWS, and kept by ours. */
function keysIn(xml: string, offset: number): AwsCredentials {
  const block = xml.length > longest ? undefined : inside(xml, 'Credentials')
  const part = (name: string) => block && inside(block, name)
  const keys = keysOf(
    {
      AccessKeyId: part('AccessKeyId'),
      SecretAccessKey: part('SecretAccessKey'),
      SessionToken: part('SessionToken'),
      Expiration: part('Expiration'),
    },
    'the token service of AWS',
  )
  return keys.expiration === undefined ? keys : { ...keys, expiration: keys.expiration - offset }
}

/** The text of the first element of that name; its answers are plain enough for that. */
function inside(xml: string, name: string): string | undefined {
  const [, text] = new RegExp(`<${name}>([^]*?)</${name}>`).exec(xml) ?? []
  return text?.replace(/&(lt|gt|quot|apos|amp);/g, (_whole, entity: string) => entities[entity] ?? '')
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function refusal(response: Response, xml: string, now: number): OutboundError {
  const error = inside(xml.slice(0, longest), 'Code')?.slice(0, 100) ?? `status ${response.status}`
  const description = inside(xml.slice(0, longest), 'Message')?.slice(0, 500)
  const retryAfterMs = retryAfterOf(response.headers, now)
  const passing = response.status >= 500 || response.status === 429 || error === 'Throttling'
  return new OutboundError(
    passing ? 'TOKEN_ENDPOINT_UNAVAILABLE' : 'INVALID_CLIENT',
    `the token service of AWS refused: ${error}`,
    {
      status: response.status,
      retryable: passing,
      oauth: { error, ...(description !== undefined && { description }) },
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    },
  )
}
