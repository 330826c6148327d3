import type { Caller } from '../caller.ts'
import type { Presented, Result } from '../check.ts'
import type { Settings } from '../settings/resolve.ts'
import type { GuardEvent } from './events.ts'
import { pathOf } from './path.ts'

/**
 * Writes down what was decided. Refused credentials always are, since nobody turns the log on before the first attack;
 * the rest where requests are logged.
 */
export function reporter({ log, request_logging }: Settings) {
  return (request: Presented, result: Result<Caller>): void => {
    if (result.ok) {
      if (request_logging) log(accepted(request, result.caller))
      return
    }
    if (result.reason === 'no_credential' && !request_logging) return
    log({
      level: 'warning',
      event: 'refused',
      message: `refused: ${result.reason}`,
      ...about(request),
      reason: result.reason,
    })
  }
}

function accepted(request: Presented, { authenticated_by, subject, key }: Caller): GuardEvent {
  return {
    level: 'info',
    event: 'accepted',
    message: `accepted by ${authenticated_by}`,
    ...about(request),
    authenticated_by,
    subject,
    ...(key && { key: key.name === '' ? key.shown : key.name }),
  }
}

function about({ method, url, headers }: Presented): Pick<GuardEvent, 'method' | 'path' | 'user_agent'> {
  const user_agent = headers.get('user-agent')
  return { method, path: pathOf(url), ...(user_agent !== null && { user_agent: user_agent.slice(0, 256) }) }
}
