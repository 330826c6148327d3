import { key, keyIn, person, type Presets } from '../preset.ts'

export const infrastructure: Presets = {
  s3: {
    docs: 'https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html',
    base: {
      baseUrl: 'https://s3.{region}.amazonaws.com',
      origins: ['https://*.s3.{region}.amazonaws.com'],
    },
    ways: { sigv4: { service: 's3' } },
  },
  cloudflare: {
    docs: 'https://developers.cloudflare.com/fundamentals/api/get-started/',
    base: { baseUrl: 'https://api.cloudflare.com/client/v4' },
    ways: key,
  },
  digitalocean: {
    docs: 'https://docs.digitalocean.com/reference/api/oauth/',
    base: { baseUrl: 'https://api.digitalocean.com/v2' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://cloud.digitalocean.com/v1/oauth/authorize',
        token: 'https://cloud.digitalocean.com/v1/oauth/token',
        revoke: 'https://cloud.digitalocean.com/v1/oauth/revoke',
      }),
    },
  },
  heroku: {
    docs: 'https://devcenter.heroku.com/articles/oauth',
    base: {
      baseUrl: 'https://api.heroku.com',
      headers: { accept: 'application/vnd.heroku+json; version=3' },
    },
    ways: {
      ...key,
      ...person({
        authorize: 'https://id.heroku.com/oauth/authorize',
        token: 'https://id.heroku.com/oauth/token',
      }),
    },
  },
  vercel: {
    docs: 'https://vercel.com/docs/rest-api',
    base: { baseUrl: 'https://api.vercel.com' },
    ways: key,
  },
  netlify: {
    docs: 'https://docs.netlify.com/api/get-started/#authentication',
    base: { baseUrl: 'https://api.netlify.com/api/v1' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://app.netlify.com/authorize',
        token: 'https://api.netlify.com/oauth/token',
      }),
    },
  },
  render: {
    docs: 'https://api-docs.render.com/reference/authentication',
    base: { baseUrl: 'https://api.render.com/v1' },
    ways: key,
  },
  fastly: {
    docs: 'https://www.fastly.com/documentation/reference/api/#authentication',
    base: { baseUrl: 'https://api.fastly.com' },
    ways: keyIn('Fastly-Key'),
  },
  supabase: {
    docs: 'https://supabase.com/docs/reference/api/introduction',
    base: { baseUrl: 'https://api.supabase.com/v1' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://api.supabase.com/v1/oauth/authorize',
        token: 'https://api.supabase.com/v1/oauth/token',
        revoke: 'https://api.supabase.com/v1/oauth/revoke',
      }),
    },
  },
  newrelic: {
    docs: 'https://docs.newrelic.com/docs/apis/rest-api-v2/get-started/introduction-new-relic-rest-api-v2/',
    base: { baseUrl: 'https://api.newrelic.com/v2' },
    ways: keyIn('Api-Key'),
  },
  datadog: {
    docs: 'https://docs.datadoghq.com/api/latest/authentication/',
    base: { baseUrl: 'https://api.{site}/api', variables: { site: 'datadoghq.com' } },
    ways: keyIn('DD-API-KEY'),
  },
  grafana: {
    docs: 'https://grafana.com/docs/grafana/latest/developers/http_api/authentication/',
    base: { baseUrl: 'https://{host}/api' },
    ways: key,
  },
  elastic: {
    docs: 'https://www.elastic.co/docs/deploy-manage/api-keys/elasticsearch-api-keys',
    base: { baseUrl: 'https://{host}' },
    ways: keyIn('Authorization', 'ApiKey'),
  },
  databricks: {
    docs: 'https://docs.databricks.com/aws/en/dev-tools/auth/oauth-m2m',
    base: { baseUrl: 'https://{host}/api/2.0' },
    ways: {
      ...key,
      'client-credentials': { tokenEndpoint: 'https://{host}/oidc/v1/token', scope: ['all-apis'] },
    },
  },
  okta: {
    docs: 'https://developer.okta.com/docs/reference/core-okta-api/#authentication',
    base: { baseUrl: 'https://{domain}/api/v1' },
    ways: keyIn('Authorization', 'SSWS'),
  },
  auth0: {
    docs: 'https://auth0.com/docs/secure/tokens/access-tokens/management-api-access-tokens',
    base: { baseUrl: 'https://{domain}/api/v2' },
    ways: { 'client-credentials': { tokenEndpoint: 'https://{domain}/oauth/token' }, ...key },
  },
}
