import * as z from 'zod'
import { tokenField } from '../../http/body.ts'
import { emailField } from '../../users/email.ts'
import { solutionField } from '../../users/fields.ts'

export const asking = z.object({
  email: emailField,
  redirect: z.string().max(2000, 'is too long').optional(),
  challenge_solution: solutionField,
})

export const following = z.object({
  token: tokenField,
  code: z.string().max(32, 'is too long for a number').optional(),
  remember: z.boolean().optional(),
})
