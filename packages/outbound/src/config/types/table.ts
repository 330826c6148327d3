import type { Field, Fields } from '../fields/field.ts'
import { entraFields, sigv4aFields, sigv4Fields } from './clouds.ts'
import { keyFields, scope, serverFields, signInFields, texts } from './parts.ts'

const plain = (help: string) => ({ kind: 'plain', help }) as const
const secret = (help: string) => ({ kind: 'secret', help }) as const

const template = {
  kind: 'object',
  help: 'a scheme of your own',
  fields: {
    algorithm: {
      kind: 'choice',
      of: ['sha256', 'sha384', 'sha512', 'sha1'],
      help: 'the hash',
      required: true,
    },
    message: { ...plain('what is signed, like {method}\\n{target}\\n{body:sha256:hex}'), required: true },
    headers: {
      kind: 'map',
      of: plain('a value'),
      help: 'what is sent: {signature}, {timestamp:unix} …',
      required: true,
    },
    keyEncoding: { kind: 'choice', of: ['utf8', 'hex', 'base64'], help: 'how the text of the key is read' },
    output: { kind: 'choice', of: ['hex', 'base64', 'base64url'], help: 'how the signature is written' },
    legacy: { kind: 'flag', help: 'allows SHA-1, which old APIs ask for' },
  },
} as const satisfies Field

const nested = {
  kind: 'list',
  of: { kind: 'credential', help: 'a credential' },
  help: 'the credentials, without addresses of their own',
  required: true,
} as const satisfies Field

const tokenTypes = ['access_token', 'refresh_token', 'id_token', 'saml1', 'saml2', 'jwt'] as const

/** What a credential of each type is described by. */
// oxfmt-ignore
export const credentialTypes = {
  'api-key': {
    key:         { kind: 'secret', help: 'the key', required: true },
    in:          { kind: 'choice', of: ['header', 'query', 'cookie', 'basic-username', 'basic-password'], help: 'where it is sent: header where absent' },
    name:        plain('of the header, the query parameter or the cookie'),
    prefix:      plain('before the key in a header'),
    other:       { kind: 'text', help: 'the other half, for the basic ones' },
    fallbackKey: secret('tried once when the first is refused'),
  },
  bearer: { token: { kind: 'secret', help: 'the token', required: true } },
  basic: {
    username: { kind: 'text', help: 'the name', required: true },
    password: { kind: 'secret', help: 'the password', required: true },
  },
  hmac: {
    scheme:   { kind: 'choice', of: ['warder-hmac', 'warder-hmac-384', 'warder-hmac-512', 'github', 'slack', 'stripe', 'shopify'], help: 'a known scheme' },
    template,
    key:      { kind: 'secret', help: 'the shared key', required: true },
    keyId:    { kind: 'text', help: 'which key it is' },
  },
  'http-signature': {
    keyId:      { kind: 'text', help: 'by which the other side finds the key', required: true },
    alg:        { kind: 'choice', of: ['ed25519', 'hmac-sha256', 'ecdsa-p256-sha256', 'ecdsa-p384-sha384', 'rsa-pss-sha512', 'rsa-v1_5-sha256'], help: 'how it signs', required: true },
    key:        { kind: 'secret', help: 'a private key in PEM, or for hmac-sha256 a secret in base64', required: true },
    components: { kind: 'list', of: plain('a component'), help: 'what is signed' },
    label:      plain('of the signature'),
    expiresIn:  { kind: 'number', least: 1, most: 86_400, help: 'seconds' },
    tag:        plain('of the application'),
  },
  'standard-webhook': {
    secrets: { kind: 'list', of: secret('whsec_… or an Ed25519 key in PEM'), help: 'the secrets', required: true },
  },
  'client-credentials': {
    ...serverFields,
    scope,
    audience: { kind: 'text', help: 'which API the token is for' },
    resource: { kind: 'text', help: 'the same, by RFC 8707' },
  },
  'authorization-code': signInFields,
  'device-code': signInFields,
  'jwt-bearer': {
    ...serverFields,
    ...keyFields,
    iss:    { kind: 'text', help: 'who says so: the client where absent' },
    sub:    { kind: 'text', help: 'in whose name: the issuer where absent' },
    aud:    { kind: 'text', help: 'the token endpoint or the issuer, as the server wants it', required: true },
    scope,
    claims: texts('what else the server wants in it'),
  },
  'self-signed-jwt': {
    ...keyFields,
    claims: { ...texts('iss, sub, aud …'), required: true },
    ttl:    { kind: 'number', least: 1, most: 86_400, help: 'seconds that one lives' },
  },
  'token-exchange': {
    ...serverFields,
    subject:       { kind: 'credential', help: 'in whose name', required: true },
    subjectType:   { kind: 'choice', of: tokenTypes, help: 'what the subject has' },
    actor:         { kind: 'credential', help: 'who acts for them' },
    actorType:     { kind: 'choice', of: tokenTypes, help: 'what the actor has' },
    requestedType: { kind: 'choice', of: tokenTypes, help: 'what is asked for' },
    audience:      { kind: 'text', help: 'which API the token is for' },
    resource:      { kind: 'text', help: 'the same, as an address' },
    scope,
  },
  exchange: {
    request: {
      kind: 'object', help: 'what is sent to get a token', required: true,
      fields: {
        url:     { kind: 'address', help: 'where', required: true },
        method:  { kind: 'choice', of: ['POST', 'GET', 'PUT'], help: 'POST where absent' },
        headers: texts('headers'),
        body:    texts('fields'),
        form:    { kind: 'flag', help: 'the body is a form, and not JSON' },
      },
    },
    token:     { kind: 'pointer', help: 'where the token is in the answer, like /data/token', required: true },
    expiresIn: { kind: 'pointer', help: 'where its life is, in seconds' },
    ttl:       { kind: 'number', least: 1, most: 31_536_000, help: 'its life in seconds, where the answer does not say' },
    expiresAt: { kind: 'pointer', help: 'where its end is' },
    header:    { kind: 'object', help: 'how it is sent: Authorization: Bearer {token} where absent', fields: { name: { kind: 'plain', help: 'the header', required: true }, value: { kind: 'plain', help: 'like Token {token}', required: true } } },
  },
  sigv4: sigv4Fields,
  sigv4a: sigv4aFields,
  entra: entraFields,
  all: { of: nested },
  'first-available': { of: nested },
} as const satisfies Readonly<Record<string, Fields>>

export type CredentialType = keyof typeof credentialTypes

// The keys of a constant object are its type's keys; TypeScript calls them strings.
export const credentialTypeNames = Object.keys(credentialTypes) as CredentialType[]
