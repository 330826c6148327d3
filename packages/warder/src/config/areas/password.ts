import { url } from '../kinds/address.ts'
import { integer, oneOf, path } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'

/** How passwords are hashed, what a new one must be, and where it is looked up among stolen ones. */
export const passwordSettings = {
  // DS-19: 1 GiB per hash is the most that can be meant; more is a mistyped unit.
  'password.memory_kib': setting({
    kind: integer(8, 1_048_576),
    env: 'WARDER_PASSWORD_MEMORY_KIB',
    default: '19456',
    help: 'memory of one Argon2id hash in KiB',
  }),
  'password.passes': setting({
    kind: integer(1, 20),
    env: 'WARDER_PASSWORD_PASSES',
    default: '2',
    help: 'passes of one Argon2id hash',
  }),
  'password.lanes': setting({
    kind: integer(1, 8),
    env: 'WARDER_PASSWORD_LANES',
    default: '1',
    help: 'lanes of one Argon2id hash',
  }),
  'password.min_length': setting({
    kind: integer(8, 64),
    env: 'WARDER_PASSWORD_MIN_LENGTH',
    default: '15',
    help: 'fewest characters of a new password',
  }),
  'password.max_bytes': setting({
    kind: integer(64, 4096),
    env: 'WARDER_PASSWORD_MAX_BYTES',
    default: '1024',
    help: 'most bytes of a password',
  }),
  'password.min_score': setting({
    kind: integer(0, 4),
    env: 'WARDER_PASSWORD_MIN_SCORE',
    default: '3',
    help: 'least strength of a new password by zxcvbn, 0 to 4',
  }),
  'password.queue': setting({
    kind: integer(1, 10_000),
    env: 'WARDER_PASSWORD_QUEUE',
    default: '200',
    help: 'hashes that may wait before callers are told to come back',
  }),
  'breach.api_url': setting({
    kind: url(['https:', 'http:'], 'https://api.pwnedpasswords.com'),
    env: 'BREACH_API_URL',
    otherwise: 'nobody is asked',
    help: 'base URL of a Have I Been Pwned range query, which new passwords are looked up at',
  }),
  'breach.filter': setting({
    kind: path,
    env: 'WARDER_BREACH_FILTER',
    otherwise: 'none',
    help: 'file made by warder breach build, which new passwords are looked up in',
  }),
  'breach.on_failure': setting({
    kind: oneOf(['open', 'closed'] as const),
    env: 'WARDER_BREACH_ON_FAILURE',
    default: 'open',
    help: 'open accepts a new password that could not be looked up, closed refuses it',
  }),
}
