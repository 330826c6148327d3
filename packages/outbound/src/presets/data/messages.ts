import { key, keyAs, keyIn, person, type Presets } from '../preset.ts'

const slack = {
  authorize: 'https://slack.com/oauth/v2/authorize',
  token: 'https://slack.com/api/oauth.v2.access',
}

export const messages: Presets = {
  slack: {
    docs: 'https://docs.slack.dev/authentication/installing-with-oauth',
    base: { baseUrl: 'https://slack.com/api' },
    ways: {
      ...key,
      // `token_type` is `bot`, and an error comes with status 200.
      ...person(slack, { scopeSeparator: ',', quirks: { errorWith200: true, tokenType: 'any' } }),
    },
  },
  /** In a person's own name: `parameters: { user_scope: … }` in place of `scope`. */
  'slack-user': {
    docs: 'https://docs.slack.dev/authentication/installing-with-oauth',
    base: { baseUrl: 'https://slack.com/api' },
    ways: person(slack, { quirks: { errorWith200: true, tokenType: 'any', within: '/authed_user' } }),
  },
  discord: {
    docs: 'https://discord.com/developers/docs/reference#authentication',
    base: { baseUrl: 'https://discord.com/api/v10' },
    ways: {
      ...keyIn('Authorization', 'Bot'),
      ...person({
        authorize: 'https://discord.com/oauth2/authorize',
        token: 'https://discord.com/api/oauth2/token',
        revoke: 'https://discord.com/api/oauth2/token/revoke',
      }),
      'client-credentials': { tokenEndpoint: 'https://discord.com/api/oauth2/token' },
    },
  },
  twilio: {
    docs: 'https://www.twilio.com/docs/usage/requests-to-twilio',
    base: { baseUrl: 'https://api.twilio.com/2010-04-01' },
    ways: { basic: {} },
  },
  sendgrid: {
    docs: 'https://www.twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/authentication',
    base: { baseUrl: 'https://api.sendgrid.com/v3' },
    ways: key,
  },
  mailgun: {
    docs: 'https://documentation.mailgun.com/docs/mailgun/api-reference/mg-auth',
    base: { baseUrl: 'https://api.mailgun.net/v3' },
    ways: keyAs('password', 'api'),
  },
  postmark: {
    docs: 'https://postmarkapp.com/developer/api/overview',
    base: { baseUrl: 'https://api.postmarkapp.com', headers: { accept: 'application/json' } },
    ways: keyIn('X-Postmark-Server-Token'),
  },
  mailchimp: {
    docs: 'https://mailchimp.com/developer/marketing/docs/fundamentals/',
    base: { baseUrl: 'https://{dc}.api.mailchimp.com/3.0' },
    ways: {
      ...keyAs('password', 'anystring'),
      ...person({
        authorize: 'https://login.mailchimp.com/oauth2/authorize',
        token: 'https://login.mailchimp.com/oauth2/token',
      }),
    },
  },
  resend: {
    docs: 'https://resend.com/docs/api-reference/introduction',
    base: { baseUrl: 'https://api.resend.com' },
    ways: key,
  },
  klaviyo: {
    docs: 'https://developers.klaviyo.com/en/docs/authenticate_',
    base: { baseUrl: 'https://a.klaviyo.com/api', headers: { revision: '2024-10-15' } },
    ways: keyIn('Authorization', 'Klaviyo-API-Key'),
  },
  messagebird: {
    docs: 'https://developers.messagebird.com/api/#authentication',
    base: { baseUrl: 'https://rest.messagebird.com' },
    ways: keyIn('Authorization', 'AccessKey'),
  },
  zoom: {
    docs: 'https://developers.zoom.us/docs/integrations/oauth/',
    base: { baseUrl: 'https://api.zoom.us/v2' },
    ways: person({
      authorize: 'https://zoom.us/oauth/authorize',
      token: 'https://zoom.us/oauth/token',
      revoke: 'https://zoom.us/oauth/revoke',
    }),
  },
}
