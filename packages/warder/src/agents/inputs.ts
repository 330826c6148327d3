import { importJwk } from '@warder/protocol'
import * as z from 'zod'
import { isPermission } from '../access/permissions/permissions.ts'
import { isAboutPeople } from '../access/permissions/scopes.ts'
import { isKeyScope } from '../api-keys/scopes.ts'
import { minute } from '../time.ts'
import { nameField } from '../users/fields.ts'

// What a person may send about an agent, as JSON or as a form.

const agentName = nameField.refine((text) => text.length <= 60, 'has more than 60 characters')
const purpose = nameField.refine((text) => text.length <= 200, 'has more than 200 characters')

// Whose name or address it is that a program reads is between a person and an application they allowed it to.
const scope = z
  .string()
  .refine((text) => isKeyScope(text) && !isAboutPeople(text), 'is no scope: write it like reports:read')

const action = z
  .string()
  .refine(isPermission, 'is no action: write it like docs:write, or docs:* for all of docs')

/** A workspace or a runtime: whatever the one who made it calls it, in one word. */
const place = z
  .string()
  .regex(/^(?:\*|[A-Za-z0-9][A-Za-z0-9_.:/-]{0,119})$/, 'is a name of letters, digits and _ . : / -, or *')

const longestJwk = 4096

const publicKey = z.unknown().transform((jwk, context) => {
  const text = JSON.stringify(jwk) ?? ''
  if (text.length <= longestJwk && importJwk(jwk)) return jwk
  context.addIssue({ code: 'custom', message: 'is no public key for signatures, in the form of a JWK' })
  return z.NEVER
})

const few = <T extends z.ZodType>(item: T, tooMany: string) => z.array(item).max(50, tooMany)

const fields = {
  name: agentName,
  purpose,
  public_keys: z
    .array(publicKey)
    .min(1, 'needs at least one key')
    .max(5, 'has more than 5 keys')
    .refine(eachOnce, 'names two keys alike'),
  scopes: few(scope, 'has more than 50 scopes').min(1, 'needs at least one scope'),
  actions: few(action, 'has more than 50 actions').min(1, 'needs at least one action'),
  workspaces: few(place, 'has more than 50 workspaces').min(1, 'needs at least one workspace, or * for all'),
  runtimes: few(place, 'has more than 50 runtimes'),
  sensitive_actions: few(action, 'has more than 50 actions'),
  resources: z.array(z.string().max(2000)).max(10, 'has more than 10 resources'),
  max_token_lifetime_seconds: z.int('is a whole number of seconds').min(minute, `is at least ${minute}`),
  on_behalf_of_owner: z.boolean('is true or false'),
}

const ownerType = z.enum(['person', 'tenant'], 'is person or tenant')

export const ownerQuery = z.object({ owner: ownerType })

export const newAgent = z.object({
  ...fields,
  runtimes: fields.runtimes.optional(),
  sensitive_actions: fields.sensitive_actions.optional(),
  resources: fields.resources.optional(),
  max_token_lifetime_seconds: fields.max_token_lifetime_seconds.optional(),
  on_behalf_of_owner: fields.on_behalf_of_owner.optional(),
  owner: z.object({ type: ownerType }).optional(),
})

export type NewAgent = z.output<typeof newAgent>

export const agentChange = z.object(fields).partial()

export type AgentChange = z.output<typeof agentChange>

/** Two keys of one name would be tried one after the other, and nobody could say which of them signed. */
function eachOnce(jwks: readonly unknown[]): boolean {
  const kids = jwks.map((jwk) => importJwk(jwk)?.kid)
  return new Set(kids).size === kids.length
}
