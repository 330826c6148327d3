import type { Fields } from '../fields/field.ts'

const plain = (help: string) => ({ kind: 'plain', help }) as const

/** What a client of the proxy may do. */
// oxfmt-ignore
const allow = {
  credential: { kind: 'plain', help: 'whose credential is used', required: true },
  hosts:      { kind: 'list', of: plain('a host'), help: 'of those that the credential may go to; its base address where absent' },
  methods:    { kind: 'list', of: plain('a method'), help: 'the methods', required: true },
  paths:      { kind: 'list', of: plain('a glob'), help: 'the paths of the API: * within a segment, ** over several', required: true },
} as const satisfies Fields

// oxfmt-ignore
const client = {
  token: { kind: 'secret', help: 'what the client shows the proxy, at least 32 characters', required: true },
  allow: { kind: 'list', of: { kind: 'object', fields: allow, help: 'a rule' }, help: 'what it may do', required: true },
} as const satisfies Fields

/** The whole file. */
// oxfmt-ignore
export const topFields = {
  version: { kind: 'plain', help: 'of the form of this file: 1', required: true },
  store: {
    kind: 'object', help: 'where tokens and secrets are kept',
    fields: {
      service:  plain('whose store it is, in small letters, digits and hyphens: default where absent'),
      backend:  { kind: 'choice', of: ['auto', 'keyring', 'file', 'memory', 'plaintext'], help: 'who keeps the key: auto where absent' },
      fallback: { kind: 'choice', of: ['passphrase', 'none'], help: 'what else may keep it, where there is no keyring' },
      folder:   plain('where the files are'),
    },
  },
  credentials: { kind: 'map', of: { kind: 'credential', help: 'a credential' }, help: 'credentials by name', required: true },
  proxy: {
    kind: 'object', help: 'a local proxy that adds credentials, for programs that should not have them',
    fields: {
      listen:       plain('an address of this machine and a port: 127.0.0.1:8787 where absent'),
      clients:      { kind: 'map', of: { kind: 'object', fields: client, help: 'a client' }, help: 'clients by name', required: true },
      maxBodyBytes: { kind: 'number', least: 1, most: 1_073_741_824, help: 'of a request: 10 MiB where absent' },
      perMinute:    { kind: 'number', least: 1, most: 1_000_000, help: 'requests of a client: 600 where absent' },
    },
  },
} as const satisfies Fields
