import * as z from 'zod'
import { isKeyScope } from '../api-keys/scopes.ts'
import { isAboutPeople } from '../access/permissions/scopes.ts'
import { nameField } from '../users/fields.ts'

// What whoever looks after service accounts may send.

export const shortName = nameField.refine((text) => text.length <= 60, 'has more than 60 characters')

const description = z
  .string()
  .transform((text) => text.normalize('NFC').trim())
  .refine((text) => text.length <= 300, 'has more than 300 characters')
  .refine((text) => !/[\p{Cc}\p{Cf}]/u.test(text), 'is one line of visible characters')

const scope = z
  .string()
  .refine((text) => isKeyScope(text) && !isAboutPeople(text), 'is no scope: write it like reports:read')

/** RFC 8707 §2: "an absolute URI", "MUST NOT include a fragment component". */
const resource = z
  .string()
  .max(1000, 'has more than 1,000 characters')
  .refine(
    (text) => URL.canParse(text) && !text.includes('#') && !/[\s\p{Cc}]/u.test(text),
    'is an absolute URI without a fragment',
  )

const parts = {
  name: shortName,
  description,
  scopes: z.array(scope).max(50, 'has more than 50 scopes'),
  resources: z.array(resource).max(20, 'has more than 20 resources'),
  token_claims: z.array(z.enum(['permissions'], 'is permissions')).max(1, 'is permissions or nothing'),
}

export const newAccount = z.object({
  name: parts.name,
  description: parts.description.default(''),
  scopes: parts.scopes.default([]),
  resources: parts.resources.default([]),
  token_claims: parts.token_claims.default([]),
})
export type NewAccount = z.input<typeof newAccount>

export const accountChange = z.object({
  name: parts.name.optional(),
  description: parts.description.optional(),
  scopes: parts.scopes.optional(),
  resources: parts.resources.optional(),
  token_claims: parts.token_claims.optional(),
  disabled: z.boolean('is true or false').optional(),
})
export type AccountEdit = z.output<typeof accountChange>
