import type { AwsProvider } from '../sigv4/sigv4.ts'
import type { AwsPlace } from './environment.ts'
import { keptKeys } from './source.ts'

/** Keys of the role of a container: a task of ECS, or a pod of EKS with Pod Identity. */
export function awsContainer({ env }: Pick<AwsPlace, 'env'> = {}): AwsProvider {
  return keptKeys(async (context) =>
    (await import('./machine/container-keys.ts')).containerKeys(env, context),
  )
}
