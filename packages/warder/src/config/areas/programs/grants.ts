import { hour, minute } from '../../../time.ts'
import type { AssertionIssuer } from '../../config.ts'
import { accept, duration, integer, list, refuse, type Kind } from '../../kinds/kind.ts'
import { setting } from '../../kinds/setting.ts'

/** Who may speak for people in an assertion, and where its keys are: `https://issuer.example=https://issuer.example/jwks`. */
const assertionIssuer: Kind<AssertionIssuer> = {
  label: 'issuer',
  parse(input) {
    const [, issuer = '', jwks_uri = ''] = /^([^=\s]{1,500})=(https:\/\/\S{1,1500})$/.exec(input) ?? []
    const url = URL.parse(jwks_uri)
    if (issuer === '' || url === null || url.username !== '' || url.hash !== '')
      return refuse(
        'is no issuer with its keys',
        'Write it like https://issuer.example=https://issuer.example/jwks',
      )
    return accept({ issuer, jwks_uri })
  },
}

/** Acting for somebody, and asking somebody: see docs/delegation.md. */
export const grantSettings = {
  'token_exchange.most_actors': setting({
    kind: integer(1, 16),
    env: 'WARDER_TOKEN_EXCHANGE_MOST_ACTORS',
    default: '4',
    help: 'how many programs may act for one another in one access token (RFC 8693)',
  }),
  'assertions.issuers': setting({
    kind: list(assertionIssuer),
    env: 'WARDER_ASSERTIONS_ISSUERS',
    default: '',
    help: 'who beside applications themselves may sign assertions in the name of people (RFC 7523), each with the address of its keys',
  }),
  'approvals.lifetime': setting({
    kind: duration(30, hour),
    env: 'WARDER_APPROVALS_LIFETIME',
    default: '5m',
    help: 'how long somebody has to answer an application or an agent that asks them',
  }),
  'approvals.most': setting({
    kind: integer(1, 100),
    env: 'WARDER_APPROVALS_MOST',
    default: '5',
    help: 'most questions that one person gets in ten minutes, from whomever',
  }),
  'approvals.recent': setting({
    kind: duration(minute, 24 * hour),
    env: 'WARDER_APPROVALS_RECENT',
    default: '15m',
    help: 'how long ago somebody who says yes may have shown who they are',
  }),
}
