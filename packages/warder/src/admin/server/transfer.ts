import { Problem } from '@warder/protocol'
import * as z from 'zod'
import { json, streamed } from '../../http/answer.ts'
import { check, mediaType } from '../../http/body.ts'
import type { Request } from '../../http/wire/request.ts'
import { exportRecords } from '../../transfer/export.ts'
import { importRecords } from '../../transfer/import.ts'
import { recordsOf } from '../../transfer/reading/records.ts'
import { work, type Work } from '../administration.ts'

/** Of one call. A larger file goes in parts, or by `warder import`. */
const mostBytes = 8 * 1024 * 1024

const types = ['application/x-ndjson', 'application/json', 'text/csv']

const asked = z.object({
  from: z.enum(['warder', 'auth0', 'keycloak', 'csv']).default('warder'),
  dry_run: z.enum(['true', 'false']).default('false'),
})

/** Takes in people from a file, as `warder import` does, and answers what became of it. Whoever sends it again makes nothing twice. */
export const takeIn: Work = {
  query: asked,
  run: async (by, _input, { request, url }) => {
    const { from: source, dry_run } = check(asked, Object.fromEntries(url.searchParams))
    if (!types.includes(mediaType(request)))
      throw new Problem('unsupported_media_type', { detail: `Send a file as ${types.join(', ')}.` })
    const records = recordsOf(bounded(request), { source })
    return json(await importRecords(by, records, { source, dry_run: dry_run === 'true' }))
  },
}

/** Everything as `warder export` writes it, and never a hash. */
export const takeOut = work(async (by) =>
  streamed(await exportRecords(by, { with_hashes: false }), {
    'content-type': 'application/x-ndjson',
    'content-disposition': 'attachment; filename="people.ndjson"',
  }),
)

async function* bounded({ headers, body }: Request): AsyncGenerator<Uint8Array, void> {
  if (headers.get('content-encoding'))
    throw new Problem('unsupported_media_type', { detail: 'Send the body without Content-Encoding.' })
  if (Number(headers.get('content-length') ?? 0) > mostBytes) throw tooLarge()
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > mostBytes) throw tooLarge()
    yield chunk
  }
}

const tooLarge = () =>
  new Problem('payload_too_large', {
    detail: `A file may have ${mostBytes} bytes in one call.`,
    headers: { connection: 'close' },
  })
