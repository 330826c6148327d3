import type { AwsProvider } from '../sigv4/sigv4.ts'
import type { AwsPlace } from './environment.ts'
import { keptKeys } from './source.ts'

export type InstanceOptions = Pick<AwsPlace, 'env'> & {
  /**
   * Also where the second version of the service is off. The first answers whoever can make this machine send a request, so
   * it is never asked otherwise.
   */
  allowV1?: boolean
}

/** Keys of the role of a machine of EC2, from its metadata service in version 2. */
export function awsInstance(options: InstanceOptions = {}): AwsProvider {
  return keptKeys(async (context) =>
    (await import('./machine/instance-keys.ts')).instanceKeys(options, context),
  )
}
