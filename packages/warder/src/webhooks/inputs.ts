import * as z from 'zod'
import { auditTypes } from '../audit/events.ts'
import { meansAny } from '../events/wanted.ts'

const url = z
  .string()
  .max(2000, 'is too long')
  .refine((text) => {
    const parsed = /^https?:\/\/[^\s"'<>\\^`{}|]+$/.test(text) ? URL.parse(text) : null
    return parsed !== null && !parsed.username && !parsed.password && !parsed.hash
  }, 'is no address of the web: write it like https://hooks.example/warder')

const type = z
  .string()
  .max(100)
  .refine((text) => meansAny(text, auditTypes), 'is no event: write user.created, user.* or *')

const description = z.string().trim().max(200, 'has more than 200 characters')

/** What is said of a new webhook. */
export const newWebhook = z.object({
  url,
  types: z.array(type).min(1, 'names no event').max(100, 'names more than 100'),
  description: description.default(''),
})

export const webhookChange = z.object({
  url: url.optional(),
  types: newWebhook.shape.types.optional(),
  description: description.optional(),
  /** False stops it; true lets one go on that was stopped, by somebody or because it failed. */
  enabled: z.boolean().optional(),
})

export type NewWebhook = z.input<typeof newWebhook>
export type WebhookChange = z.input<typeof webhookChange>
