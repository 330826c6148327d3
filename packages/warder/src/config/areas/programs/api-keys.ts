import { day } from '../../../time.ts'
import { duration, integer, list, type Kind, accept, refuse } from '../../kinds/kind.ts'
import { setting } from '../../kinds/setting.ts'

/** A scope of an API key: words parted by colons, and no wildcard, so that a key never grows by itself. */
export const scope: Kind<string> = {
  label: 'scope',
  parse(input) {
    const known = input.length <= 128 && /^[a-z0-9][a-z0-9_.-]*(?::[a-z0-9][a-z0-9_.-]*)*$/.test(input)
    return known ? accept(input) : refuse('is no scope', 'Write it like reports:read')
  },
}

/** The API keys that people make for their programs: see docs/api-keys.md. */
export const apiKeySettings = {
  'api_keys.max': setting({
    kind: integer(0, 10_000),
    env: 'WARDER_API_KEYS_MAX',
    default: '50',
    help: 'most API keys of one owner that work at a time; 0 lets nobody make any',
  }),
  'api_keys.max_lifetime': setting({
    kind: duration(0, 3650 * day),
    env: 'WARDER_API_KEYS_MAX_LIFETIME',
    default: '0',
    help: 'longest life of an API key, which then has an end even where nobody asked for one; 0 is no limit',
  }),
  'api_keys.scopes': setting({
    kind: list(scope),
    env: 'WARDER_API_KEYS_SCOPES',
    default: 'profile:read',
    help: 'scopes that everybody may give to their API keys beside what their roles allow, separated by spaces',
  }),
  'limits.wrong_keys': setting({
    kind: integer(1, 100_000_000),
    env: 'WARDER_LIMIT_WRONG_KEYS',
    default: '60',
    help: 'API keys that nobody has, per minute and address, before more of them are told to wait',
  }),
  'limits.verifying': setting({
    kind: integer(1, 100_000_000),
    env: 'WARDER_LIMIT_VERIFYING',
    default: '60000',
    help: 'API keys that an API asks about at POST /api/keys/verify, per minute and address',
  }),
}
