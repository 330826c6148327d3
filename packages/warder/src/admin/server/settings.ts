import type { Config } from '../../config/config.ts'
import { json } from '../../http/answer.ts'
import { work } from '../administration.ts'

/**
 * How this server is configured, as far as it says anything about people and programs. Each is named here: what is not, such as
 * an address with a password in it, is not told (AG-11). It is changed where it was said, and not here.
 */
function told(config: Config) {
  const { brand, session, second_factor, without_password, limits, risk, api_keys, service_accounts } = config
  const { rp_id, origins, sign_count, attestation, allowed_authenticators } = config.passkey
  const { memory_kib, passes, lanes, min_length, max_bytes, min_score } = config.password
  return {
    issuer: config.issuer,
    dev: config.dev,
    production: config.production,
    // Where a file is stays with whoever put it there.
    brand: {
      name: brand.name,
      locale: brand.locale,
      ...(brand.color !== undefined && { color: brand.color }),
    },
    password: { memory_kib, passes, lanes, min_length, max_bytes, min_score },
    breach: {
      online: config.breach.api_url !== undefined,
      offline: config.breach.filter !== undefined,
      on_failure: config.breach.on_failure,
    },
    session,
    second_factor,
    passkey: { rp_id, origins, sign_count, attestation, allowed_authenticators },
    without_password,
    sign_in_with: config.sign_in_with.map(({ name, title }) => ({ name, title })),
    mail: config.smtp_url !== undefined,
    sms: config.sms !== undefined,
    limits,
    risk,
    challenge: config.challenge,
    api_keys,
    service_accounts,
    agents: config.agents,
    approvals: config.approvals,
    registration: config.registration,
    metadata_documents: config.metadata_documents,
    self_registered: config.self_registered,
    tokens: {
      access_token_ttl: config.access_token_ttl,
      refresh_token_ttl: config.refresh_token_ttl,
      refresh_grace: config.refresh_grace,
      authorization_code_ttl: config.authorization_code_ttl,
      keys_rotate_after: config.keys_rotate_after,
      require_par: config.require_par,
      dpop_nonce: config.dpop_nonce,
    },
    impersonation: config.impersonation,
    audit_keep: config.audit_keep,
    cors_origins: config.cors_origins,
    trusted_hosts: config.trusted_hosts,
  }
}

export const showSettings = work(({ app }) => Promise.resolve(json(told(app.config))))
