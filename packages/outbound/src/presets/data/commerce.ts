import { key, keyAs, keyIn, person, type Presets } from '../preset.ts'

export const commerce: Presets = {
  stripe: {
    docs: 'https://docs.stripe.com/api/authentication',
    base: { baseUrl: 'https://api.stripe.com/v1' },
    ways: key,
  },
  paypal: {
    docs: 'https://developer.paypal.com/api/rest/authentication/',
    base: { baseUrl: 'https://api-m.paypal.com' },
    ways: { 'client-credentials': { tokenEndpoint: 'https://api-m.paypal.com/v1/oauth2/token' } },
  },
  square: {
    docs: 'https://developer.squareup.com/docs/build-basics/access-tokens',
    base: { baseUrl: 'https://connect.squareup.com/v2' },
    ways: {
      ...key,
      ...person(
        {
          authorize: 'https://connect.squareup.com/oauth2/authorize',
          token: 'https://connect.squareup.com/oauth2/token',
        },
        { quirks: { jsonBody: true } },
      ),
    },
  },
  shopify: {
    docs: 'https://shopify.dev/docs/api/admin-rest#authentication',
    base: { baseUrl: 'https://{shop}.myshopify.com/admin/api/{version}' },
    ways: keyIn('X-Shopify-Access-Token'),
  },
  adyen: {
    docs: 'https://docs.adyen.com/development-resources/api-credentials/',
    base: { baseUrl: 'https://{host}' },
    ways: keyIn('X-API-Key'),
  },
  mollie: {
    docs: 'https://docs.mollie.com/reference/authentication',
    base: { baseUrl: 'https://api.mollie.com/v2' },
    ways: {
      ...key,
      ...person({
        authorize: 'https://my.mollie.com/oauth2/authorize',
        token: 'https://api.mollie.com/oauth2/tokens',
      }),
    },
  },
  razorpay: {
    docs: 'https://razorpay.com/docs/api/authentication/',
    base: { baseUrl: 'https://api.razorpay.com/v1' },
    ways: { basic: {} },
  },
  chargebee: {
    docs: 'https://apidocs.chargebee.com/docs/api/auth',
    base: { baseUrl: 'https://{site}.chargebee.com/api/v2' },
    ways: keyAs('username'),
  },
  paddle: {
    docs: 'https://developer.paddle.com/api-reference/about/authentication',
    base: { baseUrl: 'https://api.paddle.com' },
    ways: key,
  },
  wise: {
    docs: 'https://docs.wise.com/api-docs/features/authentication-access',
    base: { baseUrl: 'https://api.transferwise.com' },
    ways: key,
  },
}
