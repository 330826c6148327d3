import { Option } from 'commander'
import type { GrantMetadata } from '../../../oauth-server/clients/grants.ts'
import { repeated, text, texts, type Options } from '../../verb.ts'

/** What an application does in the name of people who are elsewhere. */
export const grantOptions = (): Option[] => [
  new Option('--notification-uri <uri>', 'where it is told that somebody elsewhere has answered it (CIBA)'),
  new Option(
    '--backchannel-request-alg <alg>',
    'what it signs its questions to people elsewhere with, every one',
  ),
  repeated('--exchange-subject <client-id>', 'application whose tokens it may exchange, beside its own'),
  repeated(
    '--exchange-audience <uri>',
    'API that the tokens it gets so are for, beside those of the exchanged one',
  ),
]

export function grantsIn(options: Options): GrantMetadata {
  const endpoint = text(options, 'notificationUri')
  const alg = text(options, 'backchannelRequestAlg')
  const subjects = texts(options, 'exchangeSubject')
  const audiences = texts(options, 'exchangeAudience')
  return {
    ...(endpoint !== undefined && {
      backchannel_token_delivery_mode: 'ping',
      backchannel_client_notification_endpoint: endpoint,
    }),
    ...(alg !== undefined && { backchannel_authentication_request_signing_alg: alg }),
    ...(subjects.length + audiences.length > 0 && { token_exchange: { subjects, audiences } }),
  }
}
