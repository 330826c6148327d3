import { key, keyAs, keyIn, person, type Presets } from '../preset.ts'

export const crm: Presets = {
  salesforce: {
    docs: 'https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flows.htm',
    base: { baseUrl: 'https://{domain}.my.salesforce.com' },
    ways: {
      ...person({
        authorize: 'https://login.salesforce.com/services/oauth2/authorize',
        token: 'https://login.salesforce.com/services/oauth2/token',
        revoke: 'https://login.salesforce.com/services/oauth2/revoke',
      }),
      'client-credentials': { tokenEndpoint: 'https://{domain}.my.salesforce.com/services/oauth2/token' },
      'jwt-bearer': {
        tokenEndpoint: 'https://login.salesforce.com/services/oauth2/token',
        aud: 'https://login.salesforce.com',
        alg: 'RS256',
      },
    },
  },
  hubspot: {
    docs: 'https://developers.hubspot.com/docs/guides/apps/authentication/intro-to-auth',
    base: { baseUrl: 'https://api.hubapi.com' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://app.hubspot.com/oauth/authorize',
        token: 'https://api.hubapi.com/oauth/v1/token',
      }),
    },
  },
  pipedrive: {
    docs: 'https://pipedrive.readme.io/docs/core-api-concepts-authentication',
    base: { baseUrl: 'https://api.pipedrive.com/v1' },
    ways: {
      ...keyIn('x-api-token'),
      ...person({
        authorize: 'https://oauth.pipedrive.com/oauth/authorize',
        token: 'https://oauth.pipedrive.com/oauth/token',
        revoke: 'https://oauth.pipedrive.com/oauth/revoke',
      }),
    },
  },
  zendesk: {
    docs: 'https://developer.zendesk.com/api-reference/introduction/security-and-auth/',
    base: { baseUrl: 'https://{subdomain}.zendesk.com/api/v2' },
    ways: {
      /** `username: ada@example.com/token`, and the key as the password. */
      basic: {},
      ...person(
        {
          authorize: 'https://{subdomain}.zendesk.com/oauth/authorizations/new',
          token: 'https://{subdomain}.zendesk.com/oauth/tokens',
        },
        { quirks: { jsonBody: true } },
      ),
    },
  },
  freshdesk: {
    docs: 'https://developers.freshdesk.com/api/#authentication',
    base: { baseUrl: 'https://{domain}.freshdesk.com/api/v2' },
    ways: keyAs('username', 'X'),
  },
  intercom: {
    docs: 'https://developers.intercom.com/docs/build-an-integration/learn-more/authentication',
    base: { baseUrl: 'https://api.intercom.io', headers: { 'intercom-version': '2.11' } },
    ways: key,
  },
  front: {
    docs: 'https://dev.frontapp.com/docs/authentication',
    base: { baseUrl: 'https://api2.frontapp.com' },
    ways: key,
  },
  amplitude: {
    docs: 'https://amplitude.com/docs/apis/authentication',
    base: { baseUrl: 'https://amplitude.com/api/2' },
    ways: { basic: {} },
  },
  mixpanel: {
    docs: 'https://developer.mixpanel.com/reference/service-accounts',
    base: { baseUrl: 'https://mixpanel.com/api' },
    ways: { basic: {} },
  },
}
