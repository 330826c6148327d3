/** Every event of the audit log. A new one is a line here and, where people should read it, a sentence in `sentences.ts`. */
export const auditTypes = [
  'user.registration_requested',
  'user.registered',
  'user.created',
  'user.updated',
  'user.disabled',
  'user.enabled',
  'user.deleted',
  'sign_in.password',
  'sign_in.throttled',
  'session.opened',
  'session.ended',
  'session.revoked',
  'password.changed',
  'password.reset_requested',
  'password.reset',
  'administrator.set_up',
  'client.created',
  'client.deleted',
  'client.authentication',
  'consent.granted',
  'consent.denied',
  'consent.withdrawn',
  'code.issued',
  'code.replayed',
  'token.issued',
  'token.refreshed',
  'token.reuse_detected',
  'token.revoked',
  'signing_key.created',
  'signing_key.rotated',
  'server.started',
  'server.stopped',
] as const

export type AuditType = (typeof auditTypes)[number]

export type Outcome = 'succeeded' | 'refused' | 'failed'
