/**
 * Takes a lock in Redis and keeps it: `redis-holder.ts PREFIX`. Says so, and writes when it is told to; then it says how that
 * went.
 */
import { once } from 'node:events'
import { createClient } from '@redis/client'
import { redisStore } from '../../src/store/redis/redis-store.ts'

const [prefix = ''] = process.argv.slice(2)
const client = await createClient({ url: process.env['REDIS_URL'] ?? '' }).connect()
const store = redisStore({ client, key: Buffer.alloc(32, 7), prefix })
await store.withLock('ada', async () => {
  process.stdout.write('held\n')
  await once(process.stdin, 'data')
  const outcome = await store.set('ada', { kind: 'test', data: { by: 'holder' } }).then(
    () => 'written',
    (error: { code?: string }) => error.code ?? 'failed',
  )
  process.stdout.write(`${outcome}\n`)
})
client.destroy()
process.stdin.destroy()
