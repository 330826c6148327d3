import { X509Certificate } from 'node:crypto'
import type { ConnectionRow } from '../store/federation/connections.ts'
import { isoTime } from '../time.ts'
import type { Operator } from '../audit/operator.ts'
import { addressesOf } from './connection.ts'
import { definitionIn, type Choices } from './definition.ts'
import { whyNot } from './standing.ts'

/** What whoever administers a connection sees of it: nothing in it is secret. */
export type ConnectionView = Choices & {
  id: string
  type: string
  name: string
  idp: { entity_id: string; sso_url: string; slo_url: string | null; certificates_expire_at: string[] }
  /** What the provider has to know of us. */
  sp: { metadata_url: string; entity_id: string; acs_url: string; slo_url: string; login_url: string }
  signed_metadata: boolean
  metadata: {
    /** Where it is read again from time to time; null where it is not. */
    url: string | null
    read_at: string
    /** From then on nothing of the provider counts, unless it is read again before. */
    valid_until: string | null
    /** Since when it cannot be read again, and why, in one word. */
    failing_since: string | null
    failure: string | null
    /** Whether people can sign in: not where the provider was taken out of its metadata, or these are over. */
    in_force: boolean
  }
  created_at: string
  updated_at: string
}

const timeOrNull = (time: number | null | undefined) =>
  time === null || time === undefined ? null : isoTime(time)

export function viewOf(by: Pick<Operator, 'app' | 'tenant'>, row: ConnectionRow): ConnectionView {
  const { idp, metadata_certificate, metadata_source, ...chosen } = definitionIn(row)
  const { id, type, name, title, created_at, updated_at } = row
  const { entity_id, acs, slo, login } = addressesOf(by, name)
  return {
    id,
    type,
    name,
    title,
    ...chosen,
    idp: {
      entity_id: idp.entity_id,
      sso_url: idp.sso.redirect ?? idp.sso.post ?? '',
      slo_url: idp.slo.redirect ?? idp.slo.post ?? null,
      certificates_expire_at: idp.certificates.map((pem) =>
        isoTime(Math.floor(new X509Certificate(pem).validToDate.getTime() / 1000)),
      ),
    },
    sp: { metadata_url: entity_id, entity_id, acs_url: acs, slo_url: slo, login_url: login },
    signed_metadata: metadata_certificate !== undefined,
    metadata: {
      url: row.refresh_at === null ? null : (metadata_source?.url ?? null),
      read_at: isoTime(row.refreshed_at),
      valid_until: timeOrNull(idp.valid_until),
      failing_since: timeOrNull(row.failing_since),
      failure: row.failure,
      in_force: whyNot({ idp, failure: row.failure }, by.app.now()) === undefined,
    },
    created_at: isoTime(created_at),
    updated_at: isoTime(updated_at),
  }
}
