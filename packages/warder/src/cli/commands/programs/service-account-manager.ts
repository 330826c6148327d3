import type { Manager } from '../../../service-accounts/manager.ts'
import type { Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

/** Does one thing as whoever runs the installation, and so may look after every service account. */
export function asManager<T>(options: Options, run: (by: Manager) => Promise<T>): Promise<T> {
  return withApp(options, async (by) => {
    const { operatorManager } = await import('../../../service-accounts/manager.ts')
    return run(operatorManager(by))
  })
}
