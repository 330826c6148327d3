import * as z from 'zod'
import { nameField } from '../../users/fields.ts'

// What a person may send, as JSON or as a form.

/** What a person calls an app of theirs: one line, nothing invisible. */
export const authenticatorName = nameField.refine((text) => text.length <= 60, 'has more than 60 characters')

export const newName = z.object({ name: authenticatorName })

export const firstCode = z.object({
  code: z.string().min(1, 'is required').max(32, 'is too long for a code'),
  id: z.string().max(40).optional(),
  name: authenticatorName.optional(),
})
