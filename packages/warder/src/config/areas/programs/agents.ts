import { hour, minute } from '../../../time.ts'
import { accept, duration, integer, list, refuse, type Kind } from '../../kinds/kind.ts'
import { setting } from '../../kinds/setting.ts'
import { scope } from './api-keys.ts'

/** RFC 8707 §2: an absolute URI without a fragment. */
const api: Kind<string> = {
  label: 'resource',
  parse(input) {
    const sound = URL.canParse(input) && !/[\s#]/.test(input) && input.length <= 2000
    return sound ? accept(input) : refuse('is no resource', 'Write it like https://api.example.com')
  },
}

/** The agents of people and of the tenant: see docs/agents.md. */
export const agentSettings = {
  'agents.max': setting({
    kind: integer(0, 10_000),
    env: 'WARDER_AGENTS_MAX',
    default: '20',
    help: 'most agents of one person, and of the tenant; 0 lets nobody register any',
  }),
  'agents.max_lifetime': setting({
    kind: duration(minute, hour),
    env: 'WARDER_AGENTS_MAX_LIFETIME',
    default: '15m',
    help: 'longest life of an access token that an agent gets',
  }),
  'agents.scopes': setting({
    kind: list(scope),
    env: 'WARDER_AGENTS_SCOPES',
    default: '',
    help: 'scopes that everybody may give to their agents beside what their roles allow, separated by spaces',
  }),
  'agents.resources': setting({
    kind: list(api),
    env: 'WARDER_AGENTS_RESOURCES',
    default: '',
    help: 'your APIs, as resources, that the tokens of agents may be for; the first is what they are for when none is named',
  }),
}
