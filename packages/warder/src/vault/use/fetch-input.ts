import { hasOverridingHeader, hasOverridingParameter } from '@warder/outbound'
import * as z from 'zod'
import { isConnectionId } from '../connection.ts'
import { method } from '../inputs.ts'

const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'is no name of a header')

/** One call to the API of a service. */
export const vaultFetch = z.object({
  connection: z.string().refine(isConnectionId, 'is no connection: write it like con_4f1c'),
  url: z
    .string()
    .max(4000)
    .refine((text) => URL.canParse(text), 'is no address')
    .refine(
      (text) => !hasOverridingParameter(new URLSearchParams(URL.parse(text)?.search)),
      'says the method a second time',
    ),
  method: method.optional(),
  headers: z
    .record(
      headerName,
      z
        .string()
        .max(4000)
        .regex(/^[\t\x20-\x7e]*$/, 'has a character that headers may not have'),
    )
    .refine(
      (headers) => !hasOverridingHeader(Object.keys(headers)),
      'says the method or the path a second time',
    )
    .optional(),
  body: z
    .string()
    .max(48 * 1024)
    .optional(),
  /** Base64, for what is no text. */
  body_base64: z
    .string()
    .max(48 * 1024)
    .regex(/^[A-Za-z0-9+/]*={0,2}$/, 'is no base64')
    .optional(),
})

export type VaultFetch = z.output<typeof vaultFetch>
