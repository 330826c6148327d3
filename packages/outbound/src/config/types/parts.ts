import type { Field, Fields } from '../fields/field.ts'

/** What every credential of a configuration has: where it may go. */
// oxfmt-ignore
export const bindingFields = {
  use:       { kind: 'plain', help: 'a provider that is known: its addresses, and how it wants to be asked' },
  baseUrl:   { kind: 'address', help: 'what paths are added to; its origin is allowed' },
  origins:   { kind: 'list', of: { kind: 'address', help: 'like https://api.example.com, or https://*.example.com' }, help: 'where the credential may go' },
  paths:     { kind: 'list', of: { kind: 'plain', help: 'a glob' }, help: 'the paths it may be used for: * within a segment, ** over several' },
  methods:   { kind: 'list', of: { kind: 'plain', help: 'a method' }, help: 'the methods it may be used for' },
  headers:   { kind: 'map', of: { kind: 'text', help: 'a value' }, help: 'what is sent with every request that does not have it: a version, and no secret' },
  variables: { kind: 'map', of: { kind: 'text', help: 'a value' }, help: 'what {names} in addresses stand for' },
  timeoutMs: { kind: 'number', least: 1, most: 3_600_000, help: 'milliseconds until the API has answered' },
} as const satisfies Fields

const plain = (help: string) => ({ kind: 'plain', help }) as const
const texts = (help: string) => ({ kind: 'map', of: { kind: 'text', help: 'a value' }, help }) as const

// oxfmt-ignore
export const quirkFields = {
  tokenType:    { kind: 'choice', of: ['missing', 'any'], help: 'the answer has no token_type, or another word for Bearer' },
  form:         { kind: 'flag', help: 'the answer is a form' },
  errorWith200: { kind: 'flag', help: 'an error comes with status 200' },
  within:       { kind: 'pointer', help: 'where in the answer the tokens are, like /authed_user' },
  scopeList:    { kind: 'flag', help: 'the scopes of an answer are a list' },
  jsonBody:     { kind: 'flag', help: 'the request is JSON' },
  clientId:     { kind: 'plain', help: 'another name for client_id' },
} as const satisfies Fields

/** How the program shows an authorization server who it is. */
const auth = {
  kind: 'object',
  help: 'how the client proves itself; it does not, where absent',
  fields: {
    clientSecret: { kind: 'secret', help: 'its secret' },
    method: {
      kind: 'choice',
      of: ['basic', 'post', 'basic-raw'],
      help: 'how the secret is sent: basic where absent',
    },
    privateKeyJwt: { kind: 'secret', help: 'a private key in PEM, for private_key_jwt' },
    alg: {
      kind: 'choice',
      of: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'],
      help: 'what the key signs with',
    },
    kid: { kind: 'plain', help: 'the id of the key' },
  },
} as const satisfies Field

export const scope = {
  kind: 'list',
  of: plain('a scope'),
  help: 'what is asked for',
} as const satisfies Field

/** An authorization server, and this client of it. */
// oxfmt-ignore
export const serverFields = {
  issuer:         { kind: 'address', help: 'the authorization server, whose metadata names its addresses' },
  tokenEndpoint:  { kind: 'address', help: 'where tokens come from, for a server without metadata' },
  clientId:       { kind: 'text', help: 'the client', required: true },
  auth,
  quirks:         { kind: 'object', fields: quirkFields, help: 'what this server does otherwise than the standard' },
} as const satisfies Fields

/** A server at which a person signs in. */
// oxfmt-ignore
export const signInFields = {
  ...serverFields,
  authorizationEndpoint:       { kind: 'address', help: 'where the browser goes' },
  deviceAuthorizationEndpoint: { kind: 'address', help: 'where a sign-in on another device begins' },
  revocationEndpoint:          { kind: 'address', help: 'where a token is given back' },
  scope,
  scopeSeparator:              { kind: 'choice', of: [' ', ',', '+'], help: 'what stands between scopes: a space where absent' },
  parameters:                  { ...texts('what the server wants beside, like access_type: offline') },
  redirectPort:                { kind: 'number', least: 1, most: 65_535, help: 'of the loopback address, for servers that want one that is registered' },
  redirectPath:                { kind: 'plain', help: 'of the loopback address: /callback where absent' },
  redirectHost:                { kind: 'choice', of: ['127.0.0.1', 'localhost'], help: 'of the loopback address, as it is registered' },
  tokenHeader:                 { kind: 'object', fields: { name: { ...plain('the header'), required: true }, prefix: plain('before the token') }, help: 'how the token is sent: Authorization: Bearer where absent' },
} as const satisfies Fields

// oxfmt-ignore
export const keyFields = {
  key: { kind: 'secret', help: 'a private key in PEM', required: true },
  alg: { kind: 'choice', of: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'], help: 'what it signs with', required: true },
  kid: { kind: 'text', help: 'the id of the key' },
} as const satisfies Fields

export { texts }
