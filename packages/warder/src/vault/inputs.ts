import * as z from 'zod'

// What people and programs may send about connections.

export const method = z.enum(
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
