import { systemEnvironment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import { checkedEndpoint } from '../oauth/client.ts'
import { once } from '../once.ts'
import { newMessageId } from '../random.ts'
import { reveal, type SecretLike } from '../secret.ts'
import { awsKeys, type AwsProvider, type AwsSource } from '../sigv4/sigv4.ts'
import { regionIn, type AwsPlace } from './environment.ts'
import { awsHost } from './host.ts'
import { keptKeys } from './source.ts'
import type { AskSts } from './sts-request.ts'

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

function sts(options: RoleOptions): AskSts {
  const { roleArn, durationSeconds, fetch: send = fetch } = options
  if (!/^arn:[a-z0-9-]+:iam::\d{12}:role\/[\x21-\x7e]+$/.test(roleArn))
    throw new OutboundError('CONFIG_INVALID', 'a role of AWS is like arn:aws:iam::123456789012:role/name')
  const env = options.env ?? systemEnvironment()
  const region = regionIn(env, options.region)
  const named = options.endpoint ?? env['AWS_ENDPOINT_URL_STS'] ?? env['AWS_ENDPOINT_URL']
  const url = checkedEndpoint(named ?? `https://${region ? awsHost('sts', region) : 'sts.amazonaws.com'}/`)
  const sessionName = options.sessionName ?? `warder-${newMessageId().slice(0, 8)}`
  const role = { url, region: region ?? 'us-east-1', roleArn, sessionName, durationSeconds, send }
  const asker = once(async () => (await import('./sts-request.ts')).stsAsker(role))
  return async (...asked) => (await asker())(...asked)
}
