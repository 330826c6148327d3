import { Problem, type Seconds } from '@warder/protocol'
import { isoTime } from '../time.ts'
import type { ConnectionRow } from '../store/vault/connections.ts'
import type { UserRow } from '../store/vault/users.ts'
import { words } from '../store/words.ts'
import type { Tenant } from '../tenants/tenant.ts'

/** A program that may use a connection. */
export type ProgramView = {
  /** An agent, a service account or an application. */
  id: string
  /** The methods it may call with; empty for all. */
  methods: string[]
  /** Whether it may have the token itself. */
  hand_over: boolean
  allowed_at: Seconds
  last_used_at: Seconds | null
}

/** What a person has connected, as they see it, times in seconds. */
export type ConnectionView = {
  id: string
  provider: string
  title: string
  scopes: string[]
  status: 'active' | 'reconnect_required'
  /** What a token of it is asked for by (RFC 8707). */
  resource: string
  connected_at: Seconds
  last_used_at: Seconds | null
  programs: ProgramView[]
}

export function viewOfConnection(
  row: ConnectionRow,
  title: string,
  users: readonly UserRow[],
  tenant: Pick<Tenant, 'issuer'>,
): ConnectionView {
  return {
    id: row.id,
    provider: row.provider,
    title,
    scopes: words(row.scope),
    status: row.reauth_required_at === null ? 'active' : 'reconnect_required',
    resource: resourceOf(tenant, row.id),
    connected_at: row.connected_at,
    last_used_at: row.last_used_at,
    programs: users
      .filter(({ connection_id }) => connection_id === row.id)
      .map((user) => ({
        id: user.program,
        methods: words(user.methods),
        hand_over: user.hand_over_at !== null,
        allowed_at: user.created_at,
        last_used_at: user.last_used_at,
      })),
  }
}

/** The same as programs read it. */
export function writtenConnection({ connected_at, last_used_at, programs, ...view }: ConnectionView) {
  return {
    ...view,
    connected_at: isoTime(connected_at),
    last_used_at: last_used_at === null ? null : isoTime(last_used_at),
    programs: programs.map(writtenProgram),
  }
}

export function writtenProgram({ allowed_at, last_used_at, ...program }: ProgramView) {
  return {
    ...program,
    allowed_at: isoTime(allowed_at),
    last_used_at: last_used_at === null ? null : isoTime(last_used_at),
  }
}

const place = '/api/vault/connections/'

export const resourceOf = ({ issuer }: Pick<Tenant, 'issuer'>, id: string): string => issuer + place + id

/** The connection that a resource names; undefined for any other resource. */
export function connectionIn({ issuer }: Pick<Tenant, 'issuer'>, resource: string): string | undefined {
  const id = resource.startsWith(issuer + place) ? resource.slice((issuer + place).length) : ''
  return isConnectionId(id) ? id : undefined
}

export const isConnectionId = (text: string): boolean => /^con_[0-9a-z]{1,40}$/.test(text)

export function unknownConnection(): Problem {
  return new Problem('not_found', { detail: 'You have no such connection.' })
}
