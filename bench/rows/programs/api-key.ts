import { betterAuthApiKey } from '../../candidates/better-auth.ts'
import { fastapiKey } from '../../candidates/fastapi.ts'
import { floor } from '../../candidates/floor.ts'
import { warderApiKey } from '../../candidates/warder.ts'
import { throughput } from '../../harness/throughput.ts'
import type { Row } from '../row.ts'

export const apiKeyRow: Row = {
  name: 'guard-api-key',
  title: 'check of an API key in the database, against FastAPI and Better Auth',
  says:
    'Whose API key it is and what it may do, on SQLite, each time from the database: `GET /auth/me` with `X-API-Key`. Warder reads ' +
    'the key, its owner, their roles and what those allow, and counts the use for each key and day, which is written every five ' +
    'seconds. FastAPI reads the key and its owner by one join over a connection that stays open, and counts nothing. Better Auth ' +
    'makes a session of the key (`GET /api/auth/get-session`) and writes its last use each time; its limit of requests is off.',
  measure: (settings) => throughput([warderApiKey, fastapiKey, betterAuthApiKey, floor], 'sqlite', settings),
}
