/** What becomes of a table's rows about a person. A new table without a line here fails, and so does a column nobody thought of. */
export type Fate = {
  /** The part of the copy that it is in, and the columns that are not, with the reason; or why none of it is. */
  copy: { section: string; without?: Record<string, string> } | string
  /**
   * After an erasure: `goes` with the person, `pseudonym` stands in their place, `nobody's` holds nothing of a person; otherwise
   * what stays, and why.
   */
  erased: 'goes' | 'pseudonym' | 'nobody’s' | `stays: ${string}` | `forgets who: ${string}`
}

const person = 'it is the person that the copy is of'
const digest = 'the digest of a secret, or of what a browser is known by'
const pending = 'it waits for minutes or days, and is half of a secret that somebody was sent'
const operators = 'it belongs to whoever runs this'
const noted = 'it belongs to the tenant; that the person made it is among their events'
const token = 'what was allowed is in the grant; this is the digest or the number of one token'

/** Every table of the schema. */
// oxfmt-ignore
export const fates: Record<string, Fate> = {
  user:               { copy: { section: 'person', without: { directory_id: operators } }, erased: 'goes' },
  user_email:         { copy: { section: 'email_addresses', without: { user_id: person, directory_id: operators, email_key: 'the same address, as it is compared', hold_rank: 'orders two holds' } }, erased: 'goes' },
  credential:         { copy: { section: 'ways_in', without: { user_id: person, directory_id: operators } }, erased: 'goes' },
  known_device:       { copy: { section: 'devices', without: { user_id: person, browser_hash: digest } }, erased: 'goes' },
  known_country:      { copy: { section: 'countries', without: { user_id: person } }, erased: 'goes' },
  session:            { copy: { section: 'sessions', without: { user_id: person, directory_id: operators, token_hash: digest, browser_hash: digest } }, erased: 'goes' },
  session_client:     { copy: { section: 'session_applications' }, erased: 'goes' },
  foreign_session:    { copy: { section: 'sessions_elsewhere' }, erased: 'goes' },
  consent_record:     { copy: { section: 'consents', without: { user_id: person, seq: 'orders them' } }, erased: 'pseudonym' },
  user_role:          { copy: { section: 'roles', without: { user_id: person } }, erased: 'goes' },
  membership:         { copy: { section: 'memberships', without: { user_id: person } }, erased: 'goes' },
  provisioned_user:   { copy: { section: 'provisioned', without: { user_id: person } }, erased: 'goes' },
  provisioned_member: { copy: { section: 'provisioned_groups', without: { user_id: person } }, erased: 'goes' },
  consent:            { copy: { section: 'applications', without: { user_id: person } }, erased: 'goes' },
  oauth_grant:        { copy: { section: 'application_grants', without: { user_id: person, review_at: 'when the clean-up looks at it' } }, erased: 'goes' },
  muted_client:       { copy: { section: 'muted_applications', without: { user_id: person } }, erased: 'goes' },
  api_key:            { copy: { section: 'api_keys', without: { user_id: person, service_account_id: 'of keys of programs alone', key_hash: digest, replaced_hash: digest, issued_by: 'may be another person' } }, erased: 'goes' },
  api_key_usage:      { copy: { section: 'api_key_uses' }, erased: 'goes' },
  agent:              { copy: { section: 'agents', without: { user_id: person, keys_by: 'may be another person' } }, erased: 'goes' },
  vault_connection:   { copy: { section: 'connections', without: { user_id: person, grant_sealed: 'tokens of another service', locked_by: 'who renews them at this moment', locked_until: 'until when' } }, erased: 'goes' },
  vault_user:         { copy: { section: 'connection_programs' }, erased: 'goes' },
  audit_event:        { copy: { section: 'events', without: { subject: person } }, erased: 'pseudonym' },

  audit_seal:         { copy: 'digests of the audit, in which nobody can be read', erased: 'nobody’s' },
  audit_erasure:      { copy: 'digests of what was forgotten, sealed', erased: 'nobody’s' },

  refresh_token:      { copy: token, erased: 'goes' },
  access_token:       { copy: token, erased: 'goes' },
  opaque_token:       { copy: token, erased: 'stays: dead from that moment, and gone when it would have expired, some minutes later' },
  one_time_token:     { copy: pending, erased: 'goes' },
  outbox:             { copy: 'what was sent is in their mailbox; rows go after a week, and hold links that sign in', erased: 'stays: the one mail that says it is done, for a week' },
  guess:              { copy: 'counts of wrong guesses, gone within a day', erased: 'goes' },
  counter:            { copy: 'counts by digests, gone within a day', erased: 'nobody’s' },
  logout_notice:      { copy: 'it is on its way to an application, for minutes', erased: 'stays: applications are told that the session has ended, and by its name; gone once they were told' },
  approval_notice:    { copy: 'it is on its way to an application, for minutes', erased: 'goes' },
  revocation:         { copy: 'digests of what works no more', erased: 'nobody’s' },

  service_account:    { copy: noted, erased: 'forgets who: created_by' },
  service_credential: { copy: noted, erased: 'forgets who: issued_by' },
  workload_trust:     { copy: noted, erased: 'forgets who: created_by' },
  provisioner:        { copy: noted, erased: 'forgets who: issued_by' },

  webhook:            { copy: noted, erased: 'forgets who: issued_by' },
  webhook_delivery:   { copy: 'it is on its way to a program of the operator, or could not be told, for a week at most', erased: 'stays: whoever is to hear of it knows them by that id; forgotten once it was taken, and after a week' },

  directory:          { copy: operators, erased: 'nobody’s' },
  tenant_domain:      { copy: operators, erased: 'nobody’s' },
  logo:               { copy: operators, erased: 'nobody’s' },
  tenant:             { copy: operators, erased: 'nobody’s' },
  role:               { copy: operators, erased: 'nobody’s' },
  signing_key:        { copy: operators, erased: 'nobody’s' },
  data_key:           { copy: operators, erased: 'nobody’s' },
  client:             { copy: operators, erased: 'nobody’s' },
  connection:         { copy: operators, erased: 'nobody’s' },
  provisioned_group:  { copy: operators, erased: 'nobody’s' },
  vault_provider:     { copy: operators, erased: 'nobody’s' },
  schema_migration:   { copy: operators, erased: 'nobody’s' },
}
