import { key, keyIn, person, type Presets } from '../preset.ts'

export const development: Presets = {
  github: {
    docs: 'https://docs.github.com/en/rest/authentication/authenticating-to-the-rest-api',
    base: {
      baseUrl: 'https://api.github.com',
      headers: { accept: 'application/vnd.github+json', 'x-github-api-version': '2022-11-28' },
    },
    ways: {
      ...key,
      ...person(
        {
          authorize: 'https://github.com/login/oauth/authorize',
          token: 'https://github.com/login/oauth/access_token',
          device: 'https://github.com/login/device/code',
        },
        // Errors of its token endpoint come with status 200.
        { quirks: { errorWith200: true } },
      ),
    },
  },
  gitlab: {
    docs: 'https://docs.gitlab.com/api/rest/authentication/',
    base: { baseUrl: 'https://{host}/api/v4', variables: { host: 'gitlab.com' } },
    ways: {
      ...keyIn('PRIVATE-TOKEN'),
      ...person({
        authorize: 'https://{host}/oauth/authorize',
        token: 'https://{host}/oauth/token',
        device: 'https://{host}/oauth/authorize_device',
        revoke: 'https://{host}/oauth/revoke',
      }),
    },
  },
  bitbucket: {
    docs: 'https://developer.atlassian.com/cloud/bitbucket/rest/intro/#authentication',
    base: { baseUrl: 'https://api.bitbucket.org/2.0' },
    ways: {
      ...key,
      basic: {},
      ...person({
        authorize: 'https://bitbucket.org/site/oauth2/authorize',
        token: 'https://bitbucket.org/site/oauth2/access_token',
      }),
      'client-credentials': { tokenEndpoint: 'https://bitbucket.org/site/oauth2/access_token' },
    },
  },
  linear: {
    docs: 'https://linear.app/developers/oauth-2-0-authentication',
    base: { baseUrl: 'https://api.linear.app' },
    ways: {
      ...keyIn('Authorization'),
      ...person(
        {
          authorize: 'https://linear.app/oauth/authorize',
          token: 'https://api.linear.app/oauth/token',
          revoke: 'https://api.linear.app/oauth/revoke',
        },
        { scopeSeparator: ',' },
      ),
    },
  },
  sentry: {
    docs: 'https://docs.sentry.io/api/auth/',
    base: { baseUrl: 'https://sentry.io/api/0' },
    ways: key,
  },
  circleci: {
    docs: 'https://circleci.com/docs/api-developers-guide/#authentication',
    base: { baseUrl: 'https://circleci.com/api/v2' },
    ways: keyIn('Circle-Token'),
  },
  buildkite: {
    docs: 'https://buildkite.com/docs/apis/rest-api#authentication',
    base: { baseUrl: 'https://api.buildkite.com/v2' },
    ways: key,
  },
  npm: {
    docs: 'https://docs.npmjs.com/about-access-tokens',
    base: { baseUrl: 'https://registry.npmjs.org' },
    ways: key,
  },
  snyk: {
    docs: 'https://docs.snyk.io/snyk-api/authentication-for-api',
    base: { baseUrl: 'https://api.snyk.io' },
    ways: keyIn('Authorization', 'token'),
  },
  postman: {
    docs: 'https://learning.postman.com/docs/developer/postman-api/authentication/',
    base: { baseUrl: 'https://api.getpostman.com' },
    ways: keyIn('X-API-Key'),
  },
  launchdarkly: {
    docs: 'https://launchdarkly.com/docs/api',
    base: { baseUrl: 'https://app.launchdarkly.com/api/v2' },
    ways: keyIn('Authorization'),
  },
  figma: {
    docs: 'https://developers.figma.com/docs/rest-api/authentication/',
    base: { baseUrl: 'https://api.figma.com/v1' },
    ways: keyIn('X-Figma-Token'),
  },
}
