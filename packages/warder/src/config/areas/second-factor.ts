import { day } from '../../time.ts'
import { secondFactorPolicies } from '../config.ts'
import { duration, list, oneOf, text } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'

/** Who must have a second factor, and where it is not asked for again: see docs/second-factors.md. */
export const secondFactorSettings = {
  'second_factor.policy': setting({
    kind: oneOf(secondFactorPolicies),
    env: 'WARDER_SECOND_FACTOR_POLICY',
    default: 'when-set-up',
    help: 'when-set-up asks for a second factor whoever has one; required has everybody set one up before anything opens',
  }),
  'second_factor.roles': setting({
    kind: list({ ...text(64), label: 'role' }),
    env: 'WARDER_SECOND_FACTOR_ROLES',
    default: '',
    help: 'roles whose holders must have a second factor, separated by spaces',
  }),
  // A lost laptop is trusted no longer than its person will remember that it was.
  'second_factor.trust_device': setting({
    kind: duration(0, 400 * day),
    env: 'WARDER_SECOND_FACTOR_TRUST_DEVICE',
    default: '30d',
    help: 'how long a browser is not asked again for a second factor, where its person wishes so; 0 asks every time',
  }),
  'recovery.delay': setting({
    kind: duration(0, 30 * day),
    env: 'WARDER_RECOVERY_DELAY',
    default: '1h',
    help: 'how long a recovery link waits before it works, so that its owner can stop one they did not ask for',
  }),
}
