import { hasOverridingHeader, hasOverridingParameter } from '@warder/outbound'
import * as z from 'zod'
import { isConnectionId } from './connection.ts'

// What people and programs may send about connections.

const method = z.enum(
  ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  'is none of GET, HEAD, POST, PUT, PATCH, DELETE',
)

/** The id of an agent, a service account or an application. */
const program = z
  .string()
  .regex(/^(?:agt|svc|cli)_[0-9A-Za-z_-]{1,60}$/, 'is no agent, service account or application')

export const newConnection = z.object({ provider: z.string().max(60) })

/** Of an API: visible characters, because it goes into a header or an address. */
export const typedKey = z.object({
  key: z
    .string()
    .trim()
    .min(1, 'is required')
    .max(4000, 'is too long for a key')
    .regex(/^[\x21-\x7e]*$/, 'has a space or a character that keys do not have'),
})

/** RFC 7617 §2: no colon in the name, and no control character. */
export const typedLogin = z.object({
  username: z
    .string()
    .min(1, 'is required')
    .max(300, 'is too long for a name')
    .regex(/^[^:\p{Cc}]*$/u, 'has a colon or a control character'),
  password: z
    .string()
    .min(1, 'is required')
    .max(1000, 'is too long for a password')
    .regex(/^\P{Cc}*$/u, 'has a control character'),
})

export const programUse = z.object({
  program,
  methods: z.array(method).max(6).optional(),
  hand_over: z.boolean('is true or false').optional(),
})

export type ProgramUse = z.output<typeof programUse>

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
