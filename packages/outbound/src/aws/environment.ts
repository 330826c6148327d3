import { systemEnvironment, type Environment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import type { AwsCredentials } from '../sigv4/signature.ts'
import type { AwsProvider } from '../sigv4/sigv4.ts'

/** Where what this machine knows of AWS comes from. */
export type AwsPlace = {
  /** Of this process where absent. */
  env?: Environment
  /** What sends requests to AWS itself. The services of the machine's own link are asked without it. */
  fetch?: typeof fetch
}

/** `AWS_ACCESS_KEY_ID` and its companions, as they are at each request. */
export function awsEnvironment({ env }: AwsPlace = {}): AwsProvider {
  return () => keysInEnvironment(env ?? systemEnvironment())
}

/** @throws OutboundError CREDENTIAL_UNAVAILABLE */
export function keysInEnvironment(env: Environment): AwsCredentials {
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env
  if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY)
    throw notHere('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not set')
  return {
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    ...(AWS_SESSION_TOKEN && { sessionToken: AWS_SESSION_TOKEN }),
  }
}

/** A source that this machine does not have: a chain goes on to the next. */
export const notHere = (message: string, hint?: string) =>
  new OutboundError('CREDENTIAL_UNAVAILABLE', message, hint === undefined ? {} : { hint })

/** The region that the environment names, unless an option does. */
export const regionIn = (env: Environment, region?: string): string | undefined =>
  region ?? (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || undefined)
