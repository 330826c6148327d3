import type { Field, Fields } from '../fields/field.ts'
import { scope } from './parts.ts'

const text = (help: string) => ({ kind: 'text', help }) as const
const secret = (help: string) => ({ kind: 'secret', help }) as const

// oxfmt-ignore
const awsKeys = {
  accessKeyId:     text('of a key that is given here'),
  secretAccessKey: secret('of the same key'),
  sessionToken:    secret('of the same key'),
  credentials:     { kind: 'object', help: 'where keys come from that are not given here: wherever this program runs, where absent', fields: { from: { kind: 'choice', of: ['default', 'environment', 'container', 'instance', 'web-identity'], help: 'one place alone' }, profile: text('of ~/.aws/config and ~/.aws/credentials') } },
} as const satisfies Fields

const service = { ...text('like s3'), required: true } as const

/** AWS Signature Version 4, for one region. */
// oxfmt-ignore
export const sigv4Fields = {
  service,
  region:   { ...text('like eu-west-1'), required: true },
  ...awsKeys,
  payload:  { kind: 'choice', of: ['auto', 'unsigned', 'chunked'], help: 'how the body is signed: by its hash where absent, or not at all, or in pieces while it is sent; the last two are for S3' },
  checksum: { kind: 'choice', of: ['crc32', 'sha256'], help: 'sent after a body that is chunked or unsigned, for S3 to compare' },
} as const satisfies Fields

/** Version 4A, for several. */
// oxfmt-ignore
export const sigv4aFields = {
  service,
  regions: { kind: 'list', of: text('a region'), help: "where the signature is good, or '*' for everywhere", required: true },
  ...awsKeys,
  payload: { kind: 'choice', of: ['auto', 'unsigned'], help: 'whether the body is signed' },
} as const satisfies Fields

// oxfmt-ignore
const proof = {
  kind: 'object', help: 'how it proves itself: by what there is where this program runs, where absent',
  fields: {
    secret:          secret('of the application'),
    certificate:     secret('the RSA key of the application and its certificate, in one PEM'),
    sendChain:       { kind: 'flag', help: 'sends the certificates along, for an application that trusts a name' },
    federated:       secret('what another issuer says of this program, read anew each time'),
    federatedBy:     { kind: 'credential', help: 'a credential whose token says so' },
    managedIdentity: text('system, or the id of an identity that was given to the machine'),
    identityBy:      { kind: 'choice', of: ['client-id', 'object-id', 'resource-id'], help: 'which id that is: client-id where absent' },
    from:            { kind: 'choice', of: ['default', 'environment', 'workload'], help: 'what the place says where this program runs' },
  },
} as const satisfies Field

/** An application or a managed identity of Microsoft Entra. */
// oxfmt-ignore
export const entraFields = {
  tenant:        text('the id of the tenant, or one of its domains'),
  clientId:      text('the application'),
  scope:         { ...scope, required: true },
  with:          proof,
  cloud:         { kind: 'choice', of: ['public', 'us-government', 'china'], help: 'the part of Azure: public where absent' },
  authorityHost: { kind: 'address', help: "instead of the cloud's own" },
  cae:           { kind: 'flag', help: 'tells Entra that demands of an API for another token are understood' },
} as const satisfies Fields
