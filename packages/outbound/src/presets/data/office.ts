import { key, keyIn, person, type Presets } from '../preset.ts'

export const office: Presets = {
  google: {
    docs: 'https://developers.google.com/identity/protocols/oauth2/native-app',
    base: { baseUrl: 'https://www.googleapis.com', origins: ['https://*.googleapis.com'] },
    ways: {
      // Without `offline` there is no refresh token, and without `consent` only at the first sign-in.
      ...person(
        {
          authorize: 'https://accounts.google.com/o/oauth2/v2/auth',
          token: 'https://oauth2.googleapis.com/token',
          device: 'https://oauth2.googleapis.com/device/code',
          revoke: 'https://oauth2.googleapis.com/revoke',
        },
        { parameters: { access_type: 'offline', prompt: 'consent' } },
      ),
      ...keyIn('x-goog-api-key'),
      'jwt-bearer': {
        tokenEndpoint: 'https://oauth2.googleapis.com/token',
        aud: 'https://oauth2.googleapis.com/token',
        alg: 'RS256',
      },
    },
  },
  'microsoft-graph': {
    docs: 'https://learn.microsoft.com/en-us/graph/auth/auth-concepts',
    base: { baseUrl: 'https://graph.microsoft.com/v1.0', variables: { tenant: 'common' } },
    ways: {
      ...person(
        {
          authorize: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize',
          token: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
          device: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode',
        },
        // Any port is allowed for the name, and only for it.
        { redirectHost: 'localhost' },
      ),
      'client-credentials': {
        tokenEndpoint: 'https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token',
        scope: ['https://graph.microsoft.com/.default'],
      },
    },
  },
  notion: {
    docs: 'https://developers.notion.com/reference/authentication',
    base: { baseUrl: 'https://api.notion.com/v1', headers: { 'notion-version': '2025-09-03' } },
    ways: {
      ...key,
      ...person(
        {
          authorize: 'https://api.notion.com/v1/oauth/authorize',
          token: 'https://api.notion.com/v1/oauth/token',
          revoke: 'https://api.notion.com/v1/oauth/revoke',
        },
        { parameters: { owner: 'user' }, quirks: { jsonBody: true } },
      ),
    },
  },
  airtable: {
    docs: 'https://airtable.com/developers/web/api/oauth-reference',
    base: { baseUrl: 'https://api.airtable.com/v0' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://airtable.com/oauth2/v1/authorize',
        token: 'https://airtable.com/oauth2/v1/token',
      }),
    },
  },
  asana: {
    docs: 'https://developers.asana.com/docs/oauth',
    base: { baseUrl: 'https://app.asana.com/api/1.0' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://app.asana.com/-/oauth_authorize',
        token: 'https://app.asana.com/-/oauth_token',
        revoke: 'https://app.asana.com/-/oauth_revoke',
      }),
    },
  },
  atlassian: {
    docs: 'https://developer.atlassian.com/cloud/jira/platform/oauth-2-3lo-apps/',
    base: { baseUrl: 'https://api.atlassian.com' },
    ways: person(
      {
        authorize: 'https://auth.atlassian.com/authorize',
        token: 'https://auth.atlassian.com/oauth/token',
      },
      { parameters: { audience: 'api.atlassian.com', prompt: 'consent' }, quirks: { jsonBody: true } },
    ),
  },
  jira: {
    docs: 'https://developer.atlassian.com/cloud/jira/platform/basic-auth-for-rest-apis/',
    base: { baseUrl: 'https://{site}.atlassian.net/rest/api/3' },
    ways: { basic: {} },
  },
  monday: {
    docs: 'https://developer.monday.com/api-reference/docs/authentication',
    base: { baseUrl: 'https://api.monday.com/v2' },
    ways: keyIn('Authorization'),
  },
  clickup: {
    docs: 'https://developer.clickup.com/docs/authentication',
    base: { baseUrl: 'https://api.clickup.com/api/v2' },
    ways: keyIn('Authorization'),
  },
  dropbox: {
    docs: 'https://developers.dropbox.com/oauth-guide',
    base: { baseUrl: 'https://api.dropboxapi.com/2', origins: ['https://content.dropboxapi.com'] },
    ways: person(
      {
        authorize: 'https://www.dropbox.com/oauth2/authorize',
        token: 'https://api.dropboxapi.com/oauth2/token',
      },
      { parameters: { token_access_type: 'offline' } },
    ),
  },
  box: {
    docs: 'https://developer.box.com/guides/authentication/oauth2/',
    base: { baseUrl: 'https://api.box.com/2.0', origins: ['https://upload.box.com'] },
    ways: person({
      authorize: 'https://account.box.com/api/oauth2/authorize',
      token: 'https://api.box.com/oauth2/token',
      revoke: 'https://api.box.com/oauth2/revoke',
    }),
  },
  todoist: {
    docs: 'https://developer.todoist.com/api/v1/#tag/Authorization',
    base: { baseUrl: 'https://api.todoist.com/api/v1' },
    ways: {
      ...key,
      ...person(
        {
          authorize: 'https://todoist.com/oauth/authorize',
          token: 'https://todoist.com/oauth/access_token',
        },
        { scopeSeparator: ',' },
      ),
    },
  },
  calendly: {
    docs: 'https://developer.calendly.com/api-docs/authentication',
    base: { baseUrl: 'https://api.calendly.com' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://auth.calendly.com/oauth/authorize',
        token: 'https://auth.calendly.com/oauth/token',
        revoke: 'https://auth.calendly.com/oauth/revoke',
      }),
    },
  },
  miro: {
    docs: 'https://developers.miro.com/docs/getting-started-with-oauth',
    base: { baseUrl: 'https://api.miro.com/v2' },
    ways: person({
      authorize: 'https://miro.com/oauth/authorize',
      token: 'https://api.miro.com/v1/oauth/token',
    }),
  },
  typeform: {
    docs: 'https://www.typeform.com/developers/get-started/applications/',
    base: { baseUrl: 'https://api.typeform.com' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://api.typeform.com/oauth/authorize',
        token: 'https://api.typeform.com/oauth/token',
      }),
    },
  },
  contentful: {
    docs: 'https://www.contentful.com/developers/docs/references/authentication/',
    base: { baseUrl: 'https://api.contentful.com' },
    ways: key,
  },
}
