import { operator } from '../../audit/audit.ts'
import { sentenceFor } from '../../audit/sentences.ts'
import type { Row } from '../../store/privacy/personal-rows.ts'

/** An event as its person may read it. What somebody else did to them is told, and neither who that was nor where. */
export function shownEvent({ seq, ...event }: Row, user_id: string): Row {
  const { time, type, outcome, tenant_id, actor, request_id } = event
  const said = sentenceFor(String(type), String(outcome))
  const told = { id: `evt_${String(seq)}`, time, type, outcome, said, tenant_id }
  const byOther = (actor !== null && actor !== user_id) || request_id === operator.request_id
  if (byOther) return { ...told, by: 'another' }
  const { client_id, session_id, address, user_agent, detail } = event
  return {
    ...told,
    by: actor === null ? 'unknown' : 'you',
    client_id,
    session_id,
    request_id,
    address,
    user_agent,
    detail,
  }
}

/** What its person did to somebody else, or for them: whom that concerns is theirs. */
export function shownDeed({ seq, ...event }: Row): Row {
  return { id: `evt_${String(seq)}`, ...event }
}
