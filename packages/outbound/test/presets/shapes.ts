/**
 * What each provider's own documentation shows of a request with a key: the address it goes to and the field that carries
 * the key. The keys and names are made up.
 */
export type KeyShape = {
  /** Of the address in the documentation, below the base. */
  path: string
  url: string
  /** `name: value`, or nothing where the key is in the address. */
  field?: string
  /** Other fields that the documentation asks for. */
  beside?: string
  variables?: Readonly<Record<string, string>>
}

const basic = (text: string) => `authorization: Basic ${Buffer.from(text).toString('base64')}`

// oxfmt-ignore
export const keyShapes: Readonly<Record<string, KeyShape>> = {
  openai:        { path: '/models', url: 'https://api.openai.com/v1/models', field: 'authorization: Bearer KEY' },
  anthropic:     { path: '/messages', url: 'https://api.anthropic.com/v1/messages', field: 'x-api-key: KEY', beside: 'anthropic-version: 2023-06-01' },
  gemini:        { path: '/models', url: 'https://generativelanguage.googleapis.com/v1beta/models', field: 'x-goog-api-key: KEY' },
  'azure-openai': { path: '/deployments/d/chat/completions?api-version=2024-10-21', url: 'https://acme.openai.azure.com/openai/deployments/d/chat/completions?api-version=2024-10-21', field: 'api-key: KEY', variables: { resource: 'acme' } },
  mistral:       { path: '/models', url: 'https://api.mistral.ai/v1/models', field: 'authorization: Bearer KEY' },
  cohere:        { path: '/chat', url: 'https://api.cohere.com/v2/chat', field: 'authorization: Bearer KEY' },
  groq:          { path: '/chat/completions', url: 'https://api.groq.com/openai/v1/chat/completions', field: 'authorization: Bearer KEY' },
  deepseek:      { path: '/chat/completions', url: 'https://api.deepseek.com/chat/completions', field: 'authorization: Bearer KEY' },
  openrouter:    { path: '/chat/completions', url: 'https://openrouter.ai/api/v1/chat/completions', field: 'authorization: Bearer KEY' },
  perplexity:    { path: '/chat/completions', url: 'https://api.perplexity.ai/chat/completions', field: 'authorization: Bearer KEY' },
  xai:           { path: '/chat/completions', url: 'https://api.x.ai/v1/chat/completions', field: 'authorization: Bearer KEY' },
  together:      { path: '/models', url: 'https://api.together.xyz/v1/models', field: 'authorization: Bearer KEY' },
  huggingface:   { path: '/whoami-v2', url: 'https://huggingface.co/api/whoami-v2', field: 'authorization: Bearer KEY' },
  replicate:     { path: '/predictions', url: 'https://api.replicate.com/v1/predictions', field: 'authorization: Bearer KEY' },
  elevenlabs:    { path: '/models', url: 'https://api.elevenlabs.io/v1/models', field: 'xi-api-key: KEY' },
  deepl:         { path: '/translate', url: 'https://api.deepl.com/v2/translate', field: 'authorization: DeepL-Auth-Key KEY' },
  pinecone:      { path: '/indexes', url: 'https://api.pinecone.io/indexes', field: 'api-key: KEY' },

  github:        { path: '/user', url: 'https://api.github.com/user', field: 'authorization: Bearer KEY', beside: 'x-github-api-version: 2022-11-28' },
  gitlab:        { path: '/projects', url: 'https://gitlab.com/api/v4/projects', field: 'private-token: KEY' },
  bitbucket:     { path: '/user', url: 'https://api.bitbucket.org/2.0/user', field: 'authorization: Bearer KEY' },
  linear:        { path: '/graphql', url: 'https://api.linear.app/graphql', field: 'authorization: KEY' },
  sentry:        { path: '/organizations/', url: 'https://sentry.io/api/0/organizations/', field: 'authorization: Bearer KEY' },
  circleci:      { path: '/me', url: 'https://circleci.com/api/v2/me', field: 'circle-token: KEY' },
  buildkite:     { path: '/organizations', url: 'https://api.buildkite.com/v2/organizations', field: 'authorization: Bearer KEY' },
  npm:           { path: '/-/whoami', url: 'https://registry.npmjs.org/-/whoami', field: 'authorization: Bearer KEY' },
  snyk:          { path: '/rest/self?version=2024-10-15', url: 'https://api.snyk.io/rest/self?version=2024-10-15', field: 'authorization: token KEY' },
  postman:       { path: '/me', url: 'https://api.getpostman.com/me', field: 'x-api-key: KEY' },
  launchdarkly:  { path: '/projects', url: 'https://app.launchdarkly.com/api/v2/projects', field: 'authorization: KEY' },
  figma:         { path: '/me', url: 'https://api.figma.com/v1/me', field: 'x-figma-token: KEY' },

  cloudflare:    { path: '/user/tokens/verify', url: 'https://api.cloudflare.com/client/v4/user/tokens/verify', field: 'authorization: Bearer KEY' },
  digitalocean:  { path: '/account', url: 'https://api.digitalocean.com/v2/account', field: 'authorization: Bearer KEY' },
  heroku:        { path: '/apps', url: 'https://api.heroku.com/apps', field: 'authorization: Bearer KEY', beside: 'accept: application/vnd.heroku+json; version=3' },
  vercel:        { path: '/v2/user', url: 'https://api.vercel.com/v2/user', field: 'authorization: Bearer KEY' },
  netlify:       { path: '/sites', url: 'https://api.netlify.com/api/v1/sites', field: 'authorization: Bearer KEY' },
  render:        { path: '/services', url: 'https://api.render.com/v1/services', field: 'authorization: Bearer KEY' },
  fastly:        { path: '/service', url: 'https://api.fastly.com/service', field: 'fastly-key: KEY' },
  supabase:      { path: '/projects', url: 'https://api.supabase.com/v1/projects', field: 'authorization: Bearer KEY' },
  newrelic:      { path: '/applications.json', url: 'https://api.newrelic.com/v2/applications.json', field: 'api-key: KEY' },
  datadog:       { path: '/v1/validate', url: 'https://api.datadoghq.com/api/v1/validate', field: 'dd-api-key: KEY' },
  grafana:       { path: '/org', url: 'https://grafana.acme.com/api/org', field: 'authorization: Bearer KEY', variables: { host: 'grafana.acme.com' } },
  elastic:       { path: '/_cluster/health', url: 'https://es.acme.com/_cluster/health', field: 'authorization: ApiKey KEY', variables: { host: 'es.acme.com' } },
  databricks:    { path: '/clusters/list', url: 'https://dbc-1.cloud.databricks.com/api/2.0/clusters/list', field: 'authorization: Bearer KEY', variables: { host: 'dbc-1.cloud.databricks.com' } },
  okta:          { path: '/users', url: 'https://acme.okta.com/api/v1/users', field: 'authorization: SSWS KEY', variables: { domain: 'acme.okta.com' } },
  auth0:         { path: '/users', url: 'https://acme.eu.auth0.com/api/v2/users', field: 'authorization: Bearer KEY', variables: { domain: 'acme.eu.auth0.com' } },

  slack:         { path: '/auth.test', url: 'https://slack.com/api/auth.test', field: 'authorization: Bearer KEY' },
  discord:       { path: '/users/@me', url: 'https://discord.com/api/v10/users/@me', field: 'authorization: Bot KEY' },
  twilio:        { path: '/Accounts.json', url: 'https://api.twilio.com/2010-04-01/Accounts.json', field: basic('ada:KEY') },
  sendgrid:      { path: '/mail/send', url: 'https://api.sendgrid.com/v3/mail/send', field: 'authorization: Bearer KEY' },
  mailgun:       { path: '/domains', url: 'https://api.mailgun.net/v3/domains', field: basic('api:KEY') },
  postmark:      { path: '/email', url: 'https://api.postmarkapp.com/email', field: 'x-postmark-server-token: KEY', beside: 'accept: application/json' },
  mailchimp:     { path: '/ping', url: 'https://us19.api.mailchimp.com/3.0/ping', field: basic('anystring:KEY'), variables: { dc: 'us19' } },
  resend:        { path: '/emails', url: 'https://api.resend.com/emails', field: 'authorization: Bearer KEY' },
  klaviyo:       { path: '/accounts', url: 'https://a.klaviyo.com/api/accounts', field: 'authorization: Klaviyo-API-Key KEY', beside: 'revision: 2024-10-15' },
  messagebird:   { path: '/balance', url: 'https://rest.messagebird.com/balance', field: 'authorization: AccessKey KEY' },

  stripe:        { path: '/charges', url: 'https://api.stripe.com/v1/charges', field: 'authorization: Bearer KEY' },
  square:        { path: '/locations', url: 'https://connect.squareup.com/v2/locations', field: 'authorization: Bearer KEY' },
  shopify:       { path: '/products.json', url: 'https://acme.myshopify.com/admin/api/2025-07/products.json', field: 'x-shopify-access-token: KEY', variables: { shop: 'acme', version: '2025-07' } },
  adyen:         { path: '/v71/payments', url: 'https://checkout-test.adyen.com/v71/payments', field: 'x-api-key: KEY', variables: { host: 'checkout-test.adyen.com' } },
  mollie:        { path: '/payments', url: 'https://api.mollie.com/v2/payments', field: 'authorization: Bearer KEY' },
  razorpay:      { path: '/payments', url: 'https://api.razorpay.com/v1/payments', field: basic('ada:KEY') },
  chargebee:     { path: '/customers', url: 'https://acme.chargebee.com/api/v2/customers', field: basic('KEY:'), variables: { site: 'acme' } },
  paddle:        { path: '/event-types', url: 'https://api.paddle.com/event-types', field: 'authorization: Bearer KEY' },
  wise:          { path: '/v1/profiles', url: 'https://api.transferwise.com/v1/profiles', field: 'authorization: Bearer KEY' },

  google:        { path: '/discovery/v1/apis', url: 'https://www.googleapis.com/discovery/v1/apis', field: 'x-goog-api-key: KEY' },
  notion:        { path: '/users', url: 'https://api.notion.com/v1/users', field: 'authorization: Bearer KEY', beside: 'notion-version: 2025-09-03' },
  airtable:      { path: '/meta/bases', url: 'https://api.airtable.com/v0/meta/bases', field: 'authorization: Bearer KEY' },
  asana:         { path: '/users/me', url: 'https://app.asana.com/api/1.0/users/me', field: 'authorization: Bearer KEY' },
  jira:          { path: '/myself', url: 'https://acme.atlassian.net/rest/api/3/myself', field: basic('ada:KEY'), variables: { site: 'acme' } },
  monday:        { path: '', url: 'https://api.monday.com/v2/', field: 'authorization: KEY' },
  clickup:       { path: '/user', url: 'https://api.clickup.com/api/v2/user', field: 'authorization: KEY' },
  todoist:       { path: '/projects', url: 'https://api.todoist.com/api/v1/projects', field: 'authorization: Bearer KEY' },
  calendly:      { path: '/users/me', url: 'https://api.calendly.com/users/me', field: 'authorization: Bearer KEY' },
  typeform:      { path: '/me', url: 'https://api.typeform.com/me', field: 'authorization: Bearer KEY' },
  contentful:    { path: '/spaces', url: 'https://api.contentful.com/spaces', field: 'authorization: Bearer KEY' },

  hubspot:       { path: '/crm/v3/objects/contacts', url: 'https://api.hubapi.com/crm/v3/objects/contacts', field: 'authorization: Bearer KEY' },
  pipedrive:     { path: '/users/me', url: 'https://api.pipedrive.com/v1/users/me', field: 'x-api-token: KEY' },
  zendesk:       { path: '/users/me.json', url: 'https://acme.zendesk.com/api/v2/users/me.json', field: basic('ada:KEY'), variables: { subdomain: 'acme' } },
  freshdesk:     { path: '/tickets', url: 'https://acme.freshdesk.com/api/v2/tickets', field: basic('KEY:X'), variables: { domain: 'acme' } },
  intercom:      { path: '/me', url: 'https://api.intercom.io/me', field: 'authorization: Bearer KEY', beside: 'intercom-version: 2.11' },
  front:         { path: '/me', url: 'https://api2.frontapp.com/me', field: 'authorization: Bearer KEY' },
  amplitude:     { path: '/events/list', url: 'https://amplitude.com/api/2/events/list', field: basic('ada:KEY') },
  mixpanel:      { path: '/app/me', url: 'https://mixpanel.com/api/app/me', field: basic('ada:KEY') },

  'google-maps': { path: '/geocode/json?address=Bern', url: 'https://maps.googleapis.com/maps/api/geocode/json?address=Bern&key=KEY' },
  mapbox:        { path: '/styles/v1/mapbox/streets-v12', url: 'https://api.mapbox.com/styles/v1/mapbox/streets-v12?access_token=KEY' },
  openweather:   { path: '/weather?q=Bern', url: 'https://api.openweathermap.org/data/2.5/weather?q=Bern&appid=KEY' },
  nasa:          { path: '/planetary/apod', url: 'https://api.nasa.gov/planetary/apod?api_key=KEY' },
  alphavantage:  { path: '/query?function=OVERVIEW&symbol=IBM', url: 'https://www.alphavantage.co/query?function=OVERVIEW&symbol=IBM&apikey=KEY' },
  newsapi:       { path: '/top-headlines?country=ch', url: 'https://newsapi.org/v2/top-headlines?country=ch', field: 'x-api-key: KEY' },
}
