import type { Call } from '../../http/router.ts'
import type { Client } from '../clients/client.ts'
import { calledBase } from './alias.ts'

type Here = Pick<Call, 'app' | 'tenant' | 'url'>

/** The endpoint that was called, at the address where it was: for what is signed for one endpoint. */
export function endpointHere(call: Here): string {
  return calledBase(call) + call.url.pathname
}

/** The token endpoint, and its alias for certificates where that was called (RFC 8705 §5). */
export function tokenEndpointsHere(call: Here): string[] {
  return [`${call.tenant.issuer}/oauth/token`, `${calledBase(call)}/oauth/token`]
}

/**
 * What an assertion may name as its audience to mean this server (RFC 7523 §3): the issuer, the token endpoint and the
 * endpoint that is called, as RFC 9126 §2 has it.
 *
 * @param client by whose rules: FAPI 2.0 Security Profile §5.3.2.1 has the issuer alone, so that another server cannot be named beside it
 */
export function audiencesHere(call: Here, client?: Pick<Client, 'profile'>): string[] {
  const { issuer } = call.tenant
  if (client?.profile !== undefined) return [issuer]
  return [issuer, ...tokenEndpointsHere(call), endpointHere(call)]
}
