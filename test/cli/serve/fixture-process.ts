/** The real process around a service of three paths, which make happen what a real one should not. */
import { json, type Answer } from '../../../packages/warder/src/http/answer.ts'
import type { Request } from '../../../packages/warder/src/http/wire/request.ts'
import { createLog } from '../../../packages/warder/src/log.ts'
import { openSink } from '../../../packages/warder/src/log-sink.ts'
import { serve } from '../../../packages/warder/src/node.ts'
import { config } from '../../config/support.ts'

const sink = openSink(1)
const log = createLog({ level: 'info', style: 'json', write: sink.write })

async function respond(request: Request): Promise<Answer> {
  const { pathname } = new URL(request.url)
  if (pathname === '/reject') void Promise.reject(new Error('nobody waits for this'))
  if (pathname === '/throw') setImmediate(() => raise())
  // Some megabytes: more than a pipe and the sink hold together.
  if (pathname === '/log')
    for (let line = 0; line < 20_000; line++) log.info({ count: line, path: 'x'.repeat(200) }, 'line')
  return json({ dropped: sink.dropped(), body: await request.text() })
}

function raise(): never {
  throw new Error('nobody catches this')
}

process.exit(
  await serve({
    config: await config({ env: { PORT: '0', HOST: '127.0.0.1' } }),
    log,
    open: async () => ({
      respond,
      start: async () => undefined,
      hurry: () => undefined,
      close: async () => undefined,
    }),
    // On stderr, because some tests never read stdout.
    ready: async (_service, bound) => void process.stderr.write(`port=${bound.port};`),
    flush: () => sink.flush(500),
  }),
)
