import * as z from 'zod'

/** What a program on a device sends; the longest token that anybody looks at has as many characters. */
export const nativeToken = z.object({
  id_token: z.string().min(1, 'is required').max(16_384, 'is too long for an ID token'),
  nonce: z.string().min(1, 'is empty').max(500, 'is too long').optional(),
})
