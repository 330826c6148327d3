import { person, type Presets } from '../preset.ts'

export const media: Presets = {
  spotify: {
    docs: 'https://developer.spotify.com/documentation/web-api/concepts/authorization',
    base: { baseUrl: 'https://api.spotify.com/v1' },
    ways: {
      ...person({
        authorize: 'https://accounts.spotify.com/authorize',
        token: 'https://accounts.spotify.com/api/token',
      }),
      'client-credentials': { tokenEndpoint: 'https://accounts.spotify.com/api/token' },
    },
  },
  /** Every call wants `headers: { client-id: … }` as well. */
  twitch: {
    docs: 'https://dev.twitch.tv/docs/authentication/',
    base: { baseUrl: 'https://api.twitch.tv/helix' },
    ways: {
      ...person(
        {
          authorize: 'https://id.twitch.tv/oauth2/authorize',
          token: 'https://id.twitch.tv/oauth2/token',
          device: 'https://id.twitch.tv/oauth2/device',
          revoke: 'https://id.twitch.tv/oauth2/revoke',
        },
        { quirks: { scopeList: true } },
      ),
      'client-credentials': {
        tokenEndpoint: 'https://id.twitch.tv/oauth2/token',
        quirks: { scopeList: true },
      },
    },
  },
  linkedin: {
    docs: 'https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow',
    base: { baseUrl: 'https://api.linkedin.com/v2' },
    ways: person(
      {
        authorize: 'https://www.linkedin.com/oauth/v2/authorization',
        token: 'https://www.linkedin.com/oauth/v2/accessToken',
      },
      { quirks: { tokenType: 'missing' } },
    ),
  },
  x: {
    docs: 'https://docs.x.com/resources/fundamentals/authentication/oauth-2-0/authorization-code',
    base: { baseUrl: 'https://api.x.com/2' },
    ways: person({
      authorize: 'https://x.com/i/oauth2/authorize',
      token: 'https://api.x.com/2/oauth2/token',
      revoke: 'https://api.x.com/2/oauth2/revoke',
    }),
  },
  reddit: {
    docs: 'https://github.com/reddit-archive/reddit/wiki/OAuth2',
    base: { baseUrl: 'https://oauth.reddit.com' },
    ways: {
      ...person(
        {
          authorize: 'https://www.reddit.com/api/v1/authorize',
          token: 'https://www.reddit.com/api/v1/access_token',
          revoke: 'https://www.reddit.com/api/v1/revoke_token',
        },
        { parameters: { duration: 'permanent' } },
      ),
      'client-credentials': { tokenEndpoint: 'https://www.reddit.com/api/v1/access_token' },
    },
  },
  tiktok: {
    docs: 'https://developers.tiktok.com/doc/oauth-user-access-token-management',
    base: { baseUrl: 'https://open.tiktokapis.com/v2' },
    ways: person(
      {
        authorize: 'https://www.tiktok.com/v2/auth/authorize/',
        token: 'https://open.tiktokapis.com/v2/oauth/token/',
      },
      { scopeSeparator: ',', quirks: { clientId: 'client_key', errorWith200: true } },
    ),
  },
  facebook: {
    docs: 'https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow',
    base: { baseUrl: 'https://graph.facebook.com/v21.0' },
    ways: person(
      {
        authorize: 'https://www.facebook.com/v21.0/dialog/oauth',
        token: 'https://graph.facebook.com/v21.0/oauth/access_token',
      },
      { scopeSeparator: ',' },
    ),
  },
  vimeo: {
    docs: 'https://developer.vimeo.com/api/authentication',
    base: {
      baseUrl: 'https://api.vimeo.com',
      headers: { accept: 'application/vnd.vimeo.*+json;version=3.4' },
    },
    ways: {
      ...person({
        authorize: 'https://api.vimeo.com/oauth/authorize',
        token: 'https://api.vimeo.com/oauth/access_token',
      }),
      'client-credentials': { tokenEndpoint: 'https://api.vimeo.com/oauth/authorize/client' },
    },
  },
  strava: {
    docs: 'https://developers.strava.com/docs/authentication/',
    base: { baseUrl: 'https://www.strava.com/api/v3' },
    ways: person(
      {
        authorize: 'https://www.strava.com/oauth/authorize',
        token: 'https://www.strava.com/api/v3/oauth/token',
      },
      { scopeSeparator: ',' },
    ),
  },
}
