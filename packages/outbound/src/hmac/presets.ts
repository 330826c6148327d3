import type { HmacTemplate } from './template.ts'

const warder = (bits: 256 | 384 | 512): HmacTemplate => ({
  algorithm: `sha${bits}`,
  message: `hmac-sha${bits}\n{method}\n{host}\n{path}\n{query:sorted}\n{timestamp:unix}\n{nonce}\n{body:sha${bits}:hex}`,
  headers: {
    'x-api-key': '{key_id}',
    'x-timestamp': '{timestamp:unix}',
    'x-nonce': '{nonce}',
    'x-signature': '{signature}',
  },
})

/** Schemes that are in use, each proved by a known answer in presets.test.ts. */
export const hmacPresets = {
  'warder-hmac': warder(256),
  'warder-hmac-384': warder(384),
  'warder-hmac-512': warder(512),
  github: {
    algorithm: 'sha256',
    message: '{body}',
    headers: { 'x-hub-signature-256': 'sha256={signature}' },
  },
  slack: {
    algorithm: 'sha256',
    message: 'v0:{timestamp:unix}:{body}',
    headers: { 'x-slack-request-timestamp': '{timestamp:unix}', 'x-slack-signature': 'v0={signature}' },
  },
  stripe: {
    algorithm: 'sha256',
    message: '{timestamp:unix}.{body}',
    headers: { 'stripe-signature': 't={timestamp:unix},v1={signature}' },
  },
  shopify: {
    algorithm: 'sha256',
    message: '{body}',
    output: 'base64',
    headers: { 'x-shopify-hmac-sha256': '{signature}' },
  },
} as const satisfies Record<string, HmacTemplate>

export type HmacPreset = keyof typeof hmacPresets
