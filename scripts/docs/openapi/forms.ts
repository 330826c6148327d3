import type { Route } from '../../../packages/warder/src/http/router.ts'

/** How an application proves itself in the form, where it does not by `Authorization` or its certificate (RFC 6749 §2.3.1, RFC 7521 §4.2). */
const client = 'client_id client_secret client_assertion client_assertion_type'

/** What an application asks for (RFC 6749 §4.1.1, RFC 7636, RFC 8707, RFC 9101, RFC 9396, RFC 9449, OpenID Connect Core §3.1.2.1). */
const authorization =
  'response_type redirect_uri scope state nonce code_challenge code_challenge_method resource response_mode prompt max_age ' +
  'login_hint id_token_hint ui_locales acr_values claims authorization_details dpop_jkt request'

/** Fields of the forms of OAuth, which are read by hand because each that is missing has an error of its own. `*` is required. */
const forms: Readonly<Record<string, string>> = {
  'POST /oauth/token': `grant_type* code redirect_uri code_verifier refresh_token device_code auth_req_id assertion subject_token subject_token_type actor_token actor_token_type requested_token_type audience resource scope authorization_details ${client}`,
  'POST /oauth/par': `${authorization} ${client}`,
  'POST /oauth/authorize': `client_id* request_uri ${authorization}`,
  'POST /oauth/introspect': `token* token_type_hint ${client}`,
  'POST /oauth/revoke': `token* token_type_hint ${client}`,
  'POST /oauth/device_authorization': `scope resource authorization_details ${client}`,
  'POST /oauth/bc-authorize': `scope login_hint id_token_hint login_hint_token binding_message user_code requested_expiry client_notification_token acr_values resource authorization_details request ${client}`,
  'POST /oauth/logout': 'id_token_hint client_id post_logout_redirect_uri state logout_hint ui_locales',
  'POST /oauth/userinfo': 'access_token',
  'POST /api/keys/verify': `key* address ${client}`,
}

/** The form that a row takes, as a schema; undefined where it takes none. */
export function formOf({ method, path }: Route): object | undefined {
  const names = forms[`${method} ${path}`]?.split(' ')
  if (!names) return undefined
  const fields = names.map((name) => name.replace('*', ''))
  const required = names.filter((name) => name.endsWith('*')).map((name) => name.replace('*', ''))
  return {
    type: 'object',
    properties: Object.fromEntries(fields.map((name) => [name, { type: 'string' }])),
    ...(required.length > 0 && { required }),
  }
}
