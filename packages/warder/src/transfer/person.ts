import * as z from 'zod'
import { check } from '../http/body.ts'

const text = z.string().max(2000)

/** Somebody as another system knew them. */
export type Incoming = {
  /** What they are called there, or here: by it they are known again when a file is read twice. */
  key?: string | undefined
  /** Where the file is of our own, their identifier stays. */
  id?: string | undefined
  email: string
  /** Whether it was shown that they read the address. */
  email_verified: boolean
  full_name?: string | undefined
  locale?: string | undefined
  claims?: Record<string, unknown> | undefined
  roles?: readonly string[] | undefined
  /** In a form of docs/passwords.md. */
  password_hash?: string | undefined
  disabled?: boolean | undefined
  created_at?: string | undefined
  other_emails?: readonly { email: string; email_verified: boolean }[] | undefined
}

/** A role that a tenant made for itself. */
export type IncomingRole = { name: string; permissions: readonly string[]; description?: string | undefined }

/** An application as `client show` has it, with the digest of its secret where hashes were exported. */
export type IncomingClient = { client_id: string; client_secret_hash?: string | undefined } & Record<
  string,
  unknown
>

/** What a record is, or why it is nothing. A reason repeats nothing of a secret. */
export type Parsed =
  | { kind: 'user'; person: Incoming }
  | { kind: 'role'; role: IncomingRole }
  | { kind: 'client'; client: IncomingClient }
  | { kind: 'nothing' }

/** Strict: a field that is misspelt would otherwise be left out in silence. */
const person = z.strictObject({
  kind: z.literal('user').optional(),
  key: z.string().min(1).max(255).optional(),
  id: z
    .string()
    .regex(/^usr_[0-9a-z]{20}$/, 'is no identifier of ours; name theirs as key')
    .optional(),
  email: z.string().min(1).max(320),
  email_verified: z.boolean().default(false),
  full_name: text.optional(),
  locale: text.optional(),
  claims: z.record(z.string(), z.unknown()).optional(),
  roles: z.array(text).max(50).optional(),
  password_hash: z.string().max(1024).optional(),
  disabled: z.boolean().optional(),
  created_at: z.iso.datetime({ offset: true }).optional(),
  other_emails: z
    .array(z.strictObject({ email: z.string().max(320), email_verified: z.boolean().default(false) }))
    .max(20)
    .optional(),
})

const role = z.strictObject({
  kind: z.literal('role'),
  name: text,
  permissions: z.array(text).max(200),
  description: text.optional(),
})

const client = z.looseObject({
  kind: z.literal('client'),
  client_id: z.string().regex(/^cli_[0-9a-z]{1,40}$/, 'is no identifier of ours'),
  client_secret_hash: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/)
    .optional(),
})

/** A record of our own format: people, and what an export has beside them. @throws Problem `invalid_input` */
export function readRecord(value: unknown): Parsed {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : 'user'
  if (kind === 'role') return { kind, role: check(role, value) }
  if (kind === 'client') return { kind, client: check(client, value) }
  // How the file was made.
  if (kind === 'export') return { kind: 'nothing' }
  return { kind: 'user', person: check(person, value) }
}
