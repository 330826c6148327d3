import { day } from '../../time.ts'
import { registrationPolicies } from '../config.ts'
import { detailType } from '../kinds/detail-type.ts'
import { duration, list, oneOf, yes } from '../kinds/kind.ts'
import { setting } from '../kinds/setting.ts'

/** How long what applications get is good. */
export const tokenSettings = {
  'registration.policy': setting({
    kind: oneOf(registrationPolicies),
    env: 'WARDER_REGISTRATION_POLICY',
    default: 'token',
    help: 'applications that register themselves: never, with a token that an operator made, or whoever asks',
  }),
  'keys.rotate_after': setting({
    kind: duration(0, 10 * 365 * day),
    env: 'WARDER_KEYS_ROTATE_AFTER',
    default: '90d',
    help: 'how long a signing key signs before another takes its place by itself; 0 leaves it to warder key rotate',
  }),
  access_token_ttl: setting({
    kind: duration(30, day),
    env: 'WARDER_ACCESS_TOKEN_TTL',
    default: '10m',
    help: 'life of an access token',
  }),
  refresh_token_ttl: setting({
    kind: duration(60, 400 * day),
    env: 'WARDER_REFRESH_TOKEN_TTL',
    default: '30d',
    help: 'life of a refresh token',
  }),
  refresh_grace: setting({
    kind: duration(0, 60),
    env: 'WARDER_REFRESH_GRACE',
    default: '10s',
    help: 'how long a repeated refresh gets the same answer',
  }),
  dpop_nonce: setting({
    kind: oneOf(['off', 'required'] as const),
    env: 'WARDER_DPOP_NONCE',
    default: 'off',
    help: 'whether a DPoP proof must carry a nonce of this server (RFC 9449 §8)',
  }),
  authorization_details_types: setting({
    kind: list(detailType),
    env: 'WARDER_AUTHORIZATION_DETAILS_TYPES',
    default: '',
    help: 'types of permissions finer than scopes (RFC 9396), each with its own fields: payment[amount+creditor]',
  }),
  require_par: setting({
    kind: yes,
    env: 'WARDER_REQUIRE_PAR',
    default: 'false',
    help: 'authorization requests of every application must be pushed first (RFC 9126)',
  }),
  pushed_request_ttl: setting({
    kind: duration(5, 600),
    env: 'WARDER_PUSHED_REQUEST_TTL',
    default: '60s',
    help: 'how long a pushed authorization request waits for the browser',
  }),
  authorization_code_ttl: setting({
    kind: duration(10, 600),
    env: 'WARDER_AUTHORIZATION_CODE_TTL',
    default: '60s',
    help: 'life of an authorization code',
  }),
}
