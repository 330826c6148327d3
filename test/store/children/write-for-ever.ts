import { writeSync } from 'node:fs'
import * as counters from '../../../packages/warder/src/store/operations/counters.ts'
import { openStore } from '../../../packages/warder/src/store/open.ts'

/** Writes until it is killed; prints the key of each write once it is acknowledged. */
const [url, round] = process.argv.slice(2)
if (!url || !round) throw new Error('usage: write-for-ever URL ROUND')

const db = openStore(url)

async function write(writer: number): Promise<void> {
  for (let count = 0; ; count++) {
    const key = `${round}.${writer}.${count}`
    if (count % 2 === 0) await counters.tryIncrement(db, `${key} whole`, 1, 100, 10)
    else {
      await db.transaction().execute(async (tx) => {
        await counters.tryIncrement(tx, `${key} first`, 1, 100, 10)
        await counters.tryIncrement(tx, `${key} second`, 1, 100, 10)
      })
    }
    writeSync(1, `${key}\n`)
  }
}
await Promise.all(Array.from({ length: 16 }, (_, writer) => write(writer)))
