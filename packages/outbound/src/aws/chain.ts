import { systemEnvironment } from '../environment.ts'
import { OutboundError } from '../errors.ts'
import type { AwsProvider } from '../sigv4/sigv4.ts'
import { awsContainer } from './container.ts'
import { awsEnvironment } from './environment.ts'
import { awsInstance, type InstanceOptions } from './instance.ts'
import { awsProfile, type ProfileOptions } from './profile/profile.ts'
import { awsWebIdentity } from './web-identity.ts'

export type AwsDefaultOptions = ProfileOptions & Pick<InstanceOptions, 'allowV1'>

/**
 * The keys of wherever this program runs: the environment, the workload's own identity, the profile of this machine, the
 * container, the machine itself, in this order. One that is there and broken ends the search: another account's keys would be
 * worse than none. A profile that is named comes before everything else.
 */
export function awsDefault(options: AwsDefaultOptions = {}): AwsProvider {
  const profile = awsProfile(options)
  const others = [
    awsEnvironment(options),
    awsWebIdentity(options),
    profile,
    awsContainer(options),
    awsInstance(options),
  ]
  let found: AwsProvider | undefined
  const provide: AwsProvider = async (context) => {
    const env = options.env ?? systemEnvironment()
    const isNamed = options.profile !== undefined || Boolean(env['AWS_PROFILE'])
    // What has given keys before is asked again, and nothing before it.
    if (found) return found(context)
    const missing: unknown[] = []
    for (const provider of isNamed ? [profile] : others) {
      try {
        const keys = await provider(context)
        found = provider
        return keys
      } catch (error) {
        if (!(error instanceof OutboundError) || error.code !== 'CREDENTIAL_UNAVAILABLE') throw error
        missing.push(error)
      }
    }
    throw new OutboundError('CREDENTIAL_UNAVAILABLE', 'there are no keys of AWS here', {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile, or run where AWS gives an identity.',
      cause: new AggregateError(missing),
    })
  }
  return Object.assign(provide, {
    refused: (...[keys, context]: Parameters<NonNullable<AwsProvider['refused']>>) =>
      found?.refused?.(keys, context) ?? 'stop',
  })
}
