import { migrate } from '../../../packages/warder/src/store/migrate.ts'
import { closeStore, openStore } from '../../../packages/warder/src/store/open.ts'

/** Migrates a database and prints what it applied itself. */
const url = process.argv[2]
if (!url) throw new Error('usage: migrate URL')

const db = openStore(url)
const { applied } = await migrate(db, { now: 1 })
await closeStore(db)
console.log(JSON.stringify(applied))
