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
    .refine((text) => URL.canParse(text), 'is no address'),
  method: method.optional(),
  headers: z
    .record(
      headerName,
      z
        .string()
        .max(4000)
        .regex(/^[\t\x20-\x7e]*$/, 'has a character that headers may not have'),
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
