/** What each provider's own documentation shows of its token endpoint. The tokens are made up. */
export type TokenShape = {
  /** Where tokens come from. */
  token: string
  /** Where the browser goes, with what has to be in the address beside the standard. */
  authorize?: string
  /** `scope` as it is sent for [one, two]. */
  scope?: string
  /** How the client proves itself in the documentation. */
  method?: 'basic' | 'post'
  /** How the body of the request is written. */
  json?: true
  /** The answer. */
  answer: unknown
  /** How long it lives, in seconds. */
  life?: number
  variables?: Readonly<Record<string, string>>
  /** How the token is then sent. */
  field?: string
}

const bearer = (more: object = {}) => ({ access_token: 'TOKEN', token_type: 'Bearer', ...more })
const renewed = (life: number, more: object = {}) =>
  bearer({ expires_in: life, refresh_token: 'REFRESH', ...more })

/** Sign-in of a person. */
// oxfmt-ignore
export const personShapes: Readonly<Record<string, TokenShape>> = {
  huggingface:   { token: 'https://huggingface.co/oauth/token', authorize: 'https://huggingface.co/oauth/authorize', answer: renewed(28_800, { scope: 'openid profile' }), life: 28_800 },
  github:        { token: 'https://github.com/login/oauth/access_token', authorize: 'https://github.com/login/oauth/authorize', method: 'post', answer: { access_token: 'TOKEN', scope: 'repo,gist', token_type: 'bearer' } },
  gitlab:        { token: 'https://gitlab.com/oauth/token', authorize: 'https://gitlab.com/oauth/authorize', method: 'post', answer: renewed(7200, { token_type: 'bearer', created_at: 1607635748 }), life: 7200 },
  bitbucket:     { token: 'https://bitbucket.org/site/oauth2/access_token', authorize: 'https://bitbucket.org/site/oauth2/authorize', answer: renewed(7200, { token_type: 'bearer', scopes: 'account', state: 'authorization_code' }), life: 7200 },
  linear:        { token: 'https://api.linear.app/oauth/token', authorize: 'https://linear.app/oauth/authorize', scope: 'one,two', method: 'post', answer: renewed(86_399, { scope: 'read write' }), life: 86_399 },
  digitalocean:  { token: 'https://cloud.digitalocean.com/v1/oauth/token', authorize: 'https://cloud.digitalocean.com/v1/oauth/authorize', method: 'post', answer: renewed(2_592_000, { token_type: 'bearer', scope: 'read write', info: { name: 'Ada' } }), life: 2_592_000 },
  heroku:        { token: 'https://id.heroku.com/oauth/token', authorize: 'https://id.heroku.com/oauth/authorize', method: 'post', answer: renewed(28_799, { user_id: 'u', session_nonce: null }), life: 28_799 },
  netlify:       { token: 'https://api.netlify.com/oauth/token', authorize: 'https://app.netlify.com/authorize', method: 'post', answer: bearer({ scope: 'public', created_at: 1 }) },
  supabase:      { token: 'https://api.supabase.com/v1/oauth/token', authorize: 'https://api.supabase.com/v1/oauth/authorize', answer: renewed(86_400), life: 86_400 },
  slack:         { token: 'https://slack.com/api/oauth.v2.access', authorize: 'https://slack.com/oauth/v2/authorize', scope: 'one,two', answer: { ok: true, access_token: 'TOKEN', token_type: 'bot', scope: 'commands,incoming-webhook', bot_user_id: 'U0', app_id: 'A0', authed_user: { id: 'U1' } } },
  'slack-user':  { token: 'https://slack.com/api/oauth.v2.access', authorize: 'https://slack.com/oauth/v2/authorize', answer: { ok: true, app_id: 'A0', authed_user: { id: 'U1', scope: 'chat:write', access_token: 'TOKEN', token_type: 'user' }, team: { id: 'T' } } },
  discord:       { token: 'https://discord.com/api/oauth2/token', authorize: 'https://discord.com/oauth2/authorize', answer: renewed(604_800, { scope: 'identify' }), life: 604_800 },
  mailchimp:     { token: 'https://login.mailchimp.com/oauth2/token', authorize: 'https://login.mailchimp.com/oauth2/authorize', method: 'post', answer: { access_token: 'TOKEN', expires_in: 0, scope: null, token_type: 'bearer' }, variables: { dc: 'us19' } },
  zoom:          { token: 'https://zoom.us/oauth/token', authorize: 'https://zoom.us/oauth/authorize', answer: renewed(3599, { token_type: 'bearer', scope: 'user:read' }), life: 3599 },
  square:        { token: 'https://connect.squareup.com/oauth2/token', authorize: 'https://connect.squareup.com/oauth2/authorize', method: 'post', json: true, answer: { access_token: 'TOKEN', token_type: 'bearer', expires_at: '2030-01-01T00:00:00Z', merchant_id: 'M', refresh_token: 'REFRESH' } },
  mollie:        { token: 'https://api.mollie.com/oauth2/tokens', authorize: 'https://my.mollie.com/oauth2/authorize', answer: renewed(3600, { token_type: 'bearer', scope: 'payments.read' }), life: 3600 },
  google:        { token: 'https://oauth2.googleapis.com/token', authorize: 'https://accounts.google.com/o/oauth2/v2/auth?access_type=offline&prompt=consent', method: 'post', answer: renewed(3920, { scope: 'https://www.googleapis.com/auth/drive.metadata.readonly' }), life: 3920 },
  'microsoft-graph': { token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token', authorize: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize', answer: renewed(3600, { scope: 'user.read', ext_expires_in: 3600 }), life: 3600 },
  notion:        { token: 'https://api.notion.com/v1/oauth/token', authorize: 'https://api.notion.com/v1/oauth/authorize?owner=user', json: true, answer: { access_token: 'TOKEN', token_type: 'bearer', bot_id: 'B', workspace_id: 'W', owner: { workspace: true }, duplicated_template_id: null } },
  airtable:      { token: 'https://airtable.com/oauth2/v1/token', authorize: 'https://airtable.com/oauth2/v1/authorize', answer: renewed(3600, { refresh_expires_in: 5_184_000, scope: 'data.records:read' }), life: 3600 },
  asana:         { token: 'https://app.asana.com/-/oauth_token', authorize: 'https://app.asana.com/-/oauth_authorize', method: 'post', answer: renewed(3600, { token_type: 'bearer', data: { id: '1', gid: '1', name: 'Ada' } }), life: 3600 },
  atlassian:     { token: 'https://auth.atlassian.com/oauth/token', authorize: 'https://auth.atlassian.com/authorize?audience=api.atlassian.com&prompt=consent', method: 'post', json: true, answer: renewed(3600, { scope: 'read:jira-work' }), life: 3600 },
  dropbox:       { token: 'https://api.dropboxapi.com/oauth2/token', authorize: 'https://www.dropbox.com/oauth2/authorize?token_access_type=offline', method: 'post', answer: renewed(14_400, { token_type: 'bearer', scope: 'files.content.read', uid: '1', account_id: 'dbid:A' }), life: 14_400 },
  box:           { token: 'https://api.box.com/oauth2/token', authorize: 'https://account.box.com/api/oauth2/authorize', method: 'post', answer: renewed(3600, { token_type: 'bearer', restricted_to: [] }), life: 3600 },
  todoist:       { token: 'https://todoist.com/oauth/access_token', authorize: 'https://todoist.com/oauth/authorize', scope: 'one,two', method: 'post', answer: bearer() },
  calendly:      { token: 'https://auth.calendly.com/oauth/token', authorize: 'https://auth.calendly.com/oauth/authorize', answer: renewed(7200, { created_at: 1, scope: 'default', owner: 'https://api.calendly.com/users/A' }), life: 7200 },
  miro:          { token: 'https://api.miro.com/v1/oauth/token', authorize: 'https://miro.com/oauth/authorize', method: 'post', answer: renewed(3599, { token_type: 'bearer', scope: 'boards:read', user_id: '1', team_id: '2' }), life: 3599 },
  typeform:      { token: 'https://api.typeform.com/oauth/token', authorize: 'https://api.typeform.com/oauth/authorize', method: 'post', answer: bearer({ expires_in: 604_800 }), life: 604_800 },
  salesforce:    { token: 'https://login.salesforce.com/services/oauth2/token', authorize: 'https://login.salesforce.com/services/oauth2/authorize', method: 'post', answer: { access_token: 'TOKEN', refresh_token: 'REFRESH', signature: 's', scope: 'refresh_token api', instance_url: 'https://acme.my.salesforce.com', id: 'https://login.salesforce.com/id/1', token_type: 'Bearer', issued_at: '1278448101416' }, variables: { domain: 'acme' } },
  hubspot:       { token: 'https://api.hubapi.com/oauth/v1/token', authorize: 'https://app.hubspot.com/oauth/authorize', method: 'post', answer: renewed(1800, { token_type: 'bearer' }), life: 1800 },
  pipedrive:     { token: 'https://oauth.pipedrive.com/oauth/token', authorize: 'https://oauth.pipedrive.com/oauth/authorize', answer: renewed(3599, { scope: 'deals:full', api_domain: 'https://acme.pipedrive.com' }), life: 3599 },
  zendesk:       { token: 'https://acme.zendesk.com/oauth/tokens', authorize: 'https://acme.zendesk.com/oauth/authorizations/new', method: 'post', json: true, answer: bearer({ token_type: 'bearer', scope: 'read' }), variables: { subdomain: 'acme' } },
  spotify:       { token: 'https://accounts.spotify.com/api/token', authorize: 'https://accounts.spotify.com/authorize', answer: renewed(3600, { scope: 'user-read-private' }), life: 3600 },
  twitch:        { token: 'https://id.twitch.tv/oauth2/token', authorize: 'https://id.twitch.tv/oauth2/authorize', method: 'post', answer: renewed(14_124, { token_type: 'bearer', scope: ['channel:moderate', 'chat:edit'] }), life: 14_124 },
  linkedin:      { token: 'https://www.linkedin.com/oauth/v2/accessToken', authorize: 'https://www.linkedin.com/oauth/v2/authorization', method: 'post', answer: { access_token: 'TOKEN', expires_in: 5_184_000, refresh_token: 'REFRESH', refresh_token_expires_in: 31_536_000, scope: 'r_basicprofile' }, life: 5_184_000 },
  x:             { token: 'https://api.x.com/2/oauth2/token', authorize: 'https://x.com/i/oauth2/authorize', answer: renewed(7200, { token_type: 'bearer', scope: 'tweet.read users.read' }), life: 7200 },
  reddit:        { token: 'https://www.reddit.com/api/v1/access_token', authorize: 'https://www.reddit.com/api/v1/authorize?duration=permanent', answer: renewed(3600, { token_type: 'bearer', scope: 'identity' }), life: 3600 },
  tiktok:        { token: 'https://open.tiktokapis.com/v2/oauth/token/', authorize: 'https://www.tiktok.com/v2/auth/authorize/', scope: 'one,two', method: 'post', answer: renewed(86_400, { open_id: 'o', refresh_expires_in: 31_536_000, scope: 'user.info.basic,video.list' }), life: 86_400 },
  facebook:      { token: 'https://graph.facebook.com/v21.0/oauth/access_token', authorize: 'https://www.facebook.com/v21.0/dialog/oauth', scope: 'one,two', method: 'post', answer: bearer({ token_type: 'bearer', expires_in: 5_183_944 }), life: 5_183_944 },
  vimeo:         { token: 'https://api.vimeo.com/oauth/access_token', authorize: 'https://api.vimeo.com/oauth/authorize', answer: bearer({ token_type: 'bearer', scope: 'public', user: { name: 'Ada' } }) },
  strava:        { token: 'https://www.strava.com/api/v3/oauth/token', authorize: 'https://www.strava.com/oauth/authorize', scope: 'one,two', method: 'post', answer: renewed(20_566, { expires_at: 1568775134, athlete: {} }), life: 20_566 },
}

/** A program that acts for itself. */
// oxfmt-ignore
export const programShapes: Readonly<Record<string, TokenShape>> = {
  bitbucket:     { token: 'https://bitbucket.org/site/oauth2/access_token', answer: renewed(7200, { token_type: 'bearer' }), life: 7200 },
  databricks:    { token: 'https://dbc-1.cloud.databricks.com/oidc/v1/token', scope: 'all-apis', answer: bearer({ expires_in: 3600, scope: 'all-apis' }), life: 3600, variables: { host: 'dbc-1.cloud.databricks.com' } },
  auth0:         { token: 'https://acme.eu.auth0.com/oauth/token', method: 'post', answer: bearer({ expires_in: 86_400, scope: 'read:users' }), life: 86_400, variables: { domain: 'acme.eu.auth0.com' } },
  discord:       { token: 'https://discord.com/api/oauth2/token', answer: bearer({ expires_in: 604_800, scope: 'identify connections' }), life: 604_800 },
  paypal:        { token: 'https://api-m.paypal.com/v1/oauth2/token', answer: bearer({ expires_in: 31_668, scope: 'https://uri.paypal.com/services/invoicing', app_id: 'APP', nonce: 'n' }), life: 31_668 },
  'microsoft-graph': { token: 'https://login.microsoftonline.com/common/oauth2/v2.0/token', scope: 'https://graph.microsoft.com/.default', method: 'post', answer: bearer({ expires_in: 3599 }), life: 3599 },
  salesforce:    { token: 'https://acme.my.salesforce.com/services/oauth2/token', answer: { access_token: 'TOKEN', signature: 's', scope: 'api', instance_url: 'https://acme.my.salesforce.com', token_type: 'Bearer', issued_at: '1657741493797' }, variables: { domain: 'acme' } },
  spotify:       { token: 'https://accounts.spotify.com/api/token', answer: bearer({ expires_in: 3600 }), life: 3600 },
  twitch:        { token: 'https://id.twitch.tv/oauth2/token', method: 'post', answer: bearer({ expires_in: 5_011_271, token_type: 'bearer' }), life: 5_011_271 },
  reddit:        { token: 'https://www.reddit.com/api/v1/access_token', answer: bearer({ token_type: 'bearer', expires_in: 86_400, scope: '*' }), life: 86_400 },
  vimeo:         { token: 'https://api.vimeo.com/oauth/authorize/client', answer: bearer({ token_type: 'bearer', scope: 'public', app: { name: 'App' } }) },
}

/** An assertion that the program signs itself. */
// oxfmt-ignore
export const assertionShapes: Readonly<Record<string, TokenShape & { aud: string }>> = {
  google:        { token: 'https://oauth2.googleapis.com/token', aud: 'https://oauth2.googleapis.com/token', answer: bearer({ expires_in: 3600, scope: 'https://www.googleapis.com/auth/prediction' }), life: 3600 },
  salesforce:    { token: 'https://login.salesforce.com/services/oauth2/token', aud: 'https://login.salesforce.com', answer: { access_token: 'TOKEN', scope: 'web openid api id', instance_url: 'https://acme.my.salesforce.com', id: 'https://login.salesforce.com/id/1', token_type: 'Bearer' }, variables: { domain: 'acme' } },
}
