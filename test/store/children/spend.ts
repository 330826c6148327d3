import { readFileSync } from 'node:fs'
import * as counters from '../../../packages/warder/src/store/operations/counters.ts'
import * as tokens from '../../../packages/warder/src/store/one-time-tokens.ts'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'

/** Tries to spend every token of a file, and counts one counter as often; prints what it got. */
const [url, file] = process.argv.slice(2)
if (!url || !file) throw new Error('usage: spend URL FILE')

const db = openStore(url)
const waiting: string[] = readFileSync(file, 'utf8').split('\n')
const spent: string[] = []
let counted = 0

async function work(): Promise<void> {
  for (let token = waiting.pop(); token; token = waiting.pop()) {
    if (await tokens.consume(db, 'registration', token, 10)) spent.push(token)
    if ((await counters.tryIncrement(db, 'both', 500, 100, 10)).ok) counted++
  }
}
await Promise.all(Array.from({ length: 32 }, work))
await closeStore(db)
console.log(JSON.stringify({ spent, counted }))
