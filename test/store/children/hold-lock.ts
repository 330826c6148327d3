import { once } from 'node:events'
import { DatabaseSync } from 'node:sqlite'

/** Takes the write lock of a SQLite file, says so, and keeps it until it hears something. */
const path = process.argv[2]
if (!path) throw new Error('usage: hold-lock PATH')

const db = new DatabaseSync(path)
db.exec('begin immediate')
console.log('held')
await once(process.stdin, 'data')
db.exec('commit')
db.close()
process.stdin.destroy()
