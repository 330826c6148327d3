import * as z from 'zod'

export const moment = z.iso.datetime()

export const moments = { created_at: moment, last_used_at: moment.nullable() }
