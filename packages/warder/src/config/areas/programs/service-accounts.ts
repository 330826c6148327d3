import { day, minute } from '../../../time.ts'
import { duration, integer } from '../../kinds/kind.ts'
import { setting } from '../../kinds/setting.ts'

/** Programs with an identity of their own: see docs/service-accounts.md. */
export const serviceAccountSettings = {
  'service_accounts.max': setting({
    kind: integer(0, 100_000),
    env: 'WARDER_SERVICE_ACCOUNTS_MAX',
    default: '200',
    help: 'most service accounts of one tenant; 0 lets nobody make any',
  }),
  'service_accounts.secret_lifetime': setting({
    kind: duration(5 * minute, 30 * day),
    env: 'WARDER_SERVICE_ACCOUNTS_SECRET_LIFETIME',
    default: '24h',
    help: 'life of a rotating secret of a service account where nobody asked for another',
  }),
}
