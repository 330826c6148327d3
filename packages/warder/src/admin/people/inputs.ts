import * as z from 'zod'
import { nameField, passwordField } from '../../users/fields.ts'

// What whoever administers people may send.

const address = z.string().max(320)
const roles = z.array(z.string().max(64)).max(50, 'has more than 50 roles')

export const newPerson = z
  .object({
    email: address,
    full_name: nameField.optional(),
    password: passwordField.optional(),
    roles: roles.default([]),
    /** A mail with a link, where they choose a name and a password; the account is made by then. */
    invite: z.boolean().default(false),
  })
  .refine(({ invite, password, full_name }) => !invite || (password ?? full_name) === undefined, {
    path: ['invite'],
    message: 'is for somebody who chooses a name and a password themselves',
  })

/** Those whose main address begins so. */
export const searched = z.object({ email: address.optional() })

export const personChange = z.object({
  full_name: nameField.optional(),
  /** Becomes the main address, once its owner has followed a link that is mailed there. */
  email: address.optional(),
  /** It is theirs already, so that it counts at once. */
  email_verified: z.literal(true).optional(),
})

export const lockDownInput = z.object({
  /** Since when somebody else may have been in: what signs in, and was added after it, goes. */
  since: z.iso.datetime({ offset: true }).optional(),
})

const name = z.string().max(64)
const permissions = z.array(z.string().max(128)).max(200, 'has more than 200 permissions')
const description = z.string().max(1000)

export const newRole = z.object({ name, permissions, description: description.default('') })
export const roleChange = z.object({
  permissions: permissions.optional(),
  description: description.optional(),
})
export const newMember = z.object({ user_id: z.string().max(64), roles: roles.default([]) })
export const memberChange = z.object({ roles })
export const newInvitation = z.object({ email: address, roles: roles.default([]) })

export const newHolder = z.object({ user_id: z.string().max(64) })
