import { fastapiJwt } from '../candidates/fastapi.ts'
import { floor } from '../candidates/floor.ts'
import { guardJwt } from '../candidates/guard.ts'
import { throughput } from '../harness/throughput.ts'
import type { Row } from './row.ts'

export const guardJwtRows: readonly Row[] = [
  {
    name: 'guard-jwt',
    title: 'a JWT access token at an API for the first time, against FastAPI',
    says:
      'An API behind `@warder/guard` on a bare `node:http` server: the token is verified anew for each request, because the ' +
      'guard is told to remember none. FastAPI verifies an RS256 token with PyJWT, which remembers none either.',
    measure: (settings) =>
      throughput([guardJwt('RS256', 0), guardJwt('ES256', 0), fastapiJwt, floor], 'sqlite', settings),
  },
  {
    name: 'guard-jwt-known',
    title: 'a JWT access token that the API has seen before, against FastAPI',
    says: 'The same with the memory that the guard has by default: expiry, keys and revocations count at each request.',
    measure: (settings) => throughput([guardJwt('ES256', 10_000), fastapiJwt, floor], 'sqlite', settings),
  },
]
