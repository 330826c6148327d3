import * as z from 'zod'
import { UnusableHash } from '../../crypto/hashes/hash.ts'
import { check } from '../../http/body.ts'
import type { Incoming } from '../person.ts'
import { claimsOf, milliseconds, some, yes } from './elsewhere.ts'

const credential = z.object({
  type: z.string(),
  secretData: z.string().optional(),
  credentialData: z.string().optional(),
})

/** A person of a realm export (`kc.sh export --users realm_file`). */
const exported = z.object({
  id: some,
  email: z.string().max(320),
  emailVerified: yes,
  enabled: z.boolean().default(true),
  firstName: some,
  lastName: some,
  createdTimestamp: milliseconds,
  credentials: z.array(credential).default([]),
})

const secretData = z.object({ value: z.string(), salt: z.string().default('') })
const one = z.array(z.string()).transform(([value]) => value)
const credentialData = z.object({
  algorithm: z.string(),
  hashIterations: z.number().int(),
  additionalParameters: z
    .object({ memory: one, parallelism: one, type: one, version: one })
    .partial()
    .default({}),
})

/** @throws Problem `invalid_input`, UnusableHash */
export function fromKeycloak(value: unknown): Incoming {
  const found = check(exported, value)
  const { firstName: given_name, lastName: family_name } = found
  const password = found.credentials.find(({ type }) => type === 'password')
  return {
    key: found.id,
    email: found.email,
    email_verified: found.emailVerified,
    full_name: [given_name, family_name].filter(Boolean).join(' ') || undefined,
    claims: claimsOf({ given_name, family_name }),
    password_hash: password && hashOf(password),
    disabled: !found.enabled,
    created_at: found.createdTimestamp,
  }
}

function hashOf(password: z.output<typeof credential>): string {
  const { value, salt } = inside(secretData, password.secretData)
  const { algorithm, hashIterations, additionalParameters } = inside(credentialData, password.credentialData)
  if (algorithm === 'argon2') {
    const { memory, parallelism, type = 'id', version = '1.3' } = additionalParameters
    const v = version === '1.0' ? 16 : 19
    return `$argon2${type}$v=${v}$m=${memory},t=${hashIterations},p=${parallelism}$${bare(salt)}$${bare(value)}`
  }
  const [, digest] = /^pbkdf2(?:-(sha256|sha512))?$/.exec(algorithm) ?? []
  if (!algorithm.startsWith('pbkdf2')) throw new UnusableHash('The hash is neither Argon2 nor PBKDF2')
  return `$pbkdf2-${digest ?? 'sha1'}$i=${hashIterations}$${bare(salt)}$${bare(value)}`
}

const bare = (base64: string) => base64.replace(/=+$/, '')

/** JSON that stands as text in JSON. */
function inside<S extends z.ZodType>(schema: S, text: string | undefined): z.output<S> {
  try {
    return schema.parse(JSON.parse(text ?? ''))
  } catch {
    throw new UnusableHash('The password is not as Keycloak exports it')
  }
}
