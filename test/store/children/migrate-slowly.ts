import { migrate } from '../../../packages/warder/src/store/migrate.ts'
import { kindOf, openStore } from '../../../packages/warder/src/store/open.ts'

/** Runs a migration that changes the schema and then takes seconds; prints its name as it begins. */
const url = process.argv[2]
if (!url) throw new Error('usage: migrate-slowly URL')

const db = openStore(url)
const takesLong =
  kindOf(db) === 'postgres'
    ? 'select pg_sleep(2)'
    : `insert into half with recursive n (i) as (select 1 union all select i + 1 from n where i < 99999999)
        select cast(max(i) as text) from n`
const slow = { version: 1, name: 'slow', statements: ['create table half (id text primary key)', takesLong] }
await migrate(db, { now: 1, migrations: [slow], report: (name) => console.log(name) })
