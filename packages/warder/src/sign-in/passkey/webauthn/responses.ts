import { decodeBase64url } from '@warder/protocol'
import * as z from 'zod'

/** WebAuthn Level 3 §7.1 step 25 and §7.2: longer ones are not taken. */
const longestId = 1023

/** Bytes in the one canonical spelling of base64url, so that no credential has two names. */
const bytes = (max: number) =>
  z
    .string()
    .min(1, 'is required')
    .max(Math.ceil((max * 4) / 3), 'is too long')
    .transform((text, context) => {
      const decoded = decodeBase64url(text)
      if (decoded) return decoded
      context.addIssue({ code: 'custom', message: 'is not base64url without padding' })
      return z.NEVER
    })

/** The id stays text: it is what is looked up. */
const credentialId = bytes(longestId).transform((decoded) => decoded.toString('base64url'))

/** WebAuthn Level 3 §5.8.4: unknown ones are kept as well, because browsers know more than we do. */
const transports = z.array(z.string().regex(/^[a-z-]{1,32}$/)).max(10)

const clientDataJSON = bytes(4096)
const sameIds = ({ id, rawId }: { id: string; rawId: string }) => id === rawId
const type = z.literal('public-key')

/** `RegistrationResponseJSON` (WebAuthn Level 3 §5.1.8). Nothing else in it is read. */
export const registrationResponse = z
  .object({
    id: credentialId,
    rawId: credentialId,
    type,
    response: z.object({
      clientDataJSON,
      attestationObject: bytes(32 * 1024),
      transports: transports.optional(),
    }),
    clientExtensionResults: z
      .object({ credProps: z.object({ rk: z.boolean().optional() }).optional() })
      .optional(),
  })
  .refine(sameIds, 'has two different ids')

/** `AuthenticationResponseJSON` (WebAuthn Level 3 §5.1.8). */
export const authenticationResponse = z
  .object({
    id: credentialId,
    rawId: credentialId,
    type,
    response: z.object({
      clientDataJSON,
      authenticatorData: bytes(4096),
      signature: bytes(1024),
      // WebAuthn Level 3 §5.4.3: at most 64 bytes. Where nobody is named it is null in some browsers, and absent in others.
      userHandle: bytes(64).nullish(),
    }),
  })
  .refine(sameIds, 'has two different ids')

export type RegistrationResponse = z.output<typeof registrationResponse>
export type AuthenticationResponse = z.output<typeof authenticationResponse>
