import type { X509Certificate } from 'node:crypto'
import { after, type Maybe } from '../after.ts'
import type { App } from '../app.ts'
import type { Tenant } from '../tenants/tenant.ts'
import type { Answer } from './answer.ts'
import type { Dialect } from './errors.ts'
import type { Limit } from './limit.ts'
import type { Trace } from './trace.ts'
import type { Request } from './wire/request.ts'

/** One request on its way through Warder. `caller` is what the route's guard returned. */
export type Call<C = unknown> = {
  app: App
  tenant: Tenant
  request: Request
  /** Path, without what stands before it for a tenant, and query; the host of this URL decides nothing. */
  url: URL
  /** What stands before the paths of answers: nothing at the root of a host. */
  prefix: string
  params: Record<string, string>
  trace: Trace
  /** The certificate of the caller, from the connection itself or, unread, as a trusted proxy passes it on. */
  certificate?: X509Certificate | string | undefined
  /** It came by the internal listener, which only operators reach. */
  internal: boolean
  /** Headers of the answer, whatever it is: what a guard has to say even where it refuses. */
  headers: Record<string, string> | undefined
  caller: C
}

/** Says who is calling, or throws. What it returns is the handler's `caller`. */
export type Guard<C> = (call: Call) => Maybe<C>

export type Handler<C> = (call: Call<C>) => Maybe<Answer>

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export type Route = {
  method: Method
  path: string
  limit: Limit
  guard: string
  dialect: Dialect
  run: (call: Call) => Maybe<Answer>
  /** What somebody must be allowed to do, where the row says it. */
  permission?: string
  /** Whether they must have shown a moment ago who they are. */
  recent?: boolean
  /** Whether it changes a thing in a state that must be named. */
  state?: boolean
  /** What is sent, where the row says it: the schemas of the body, and of the query of a list. */
  described?: () => Promise<{
    body?: object | undefined
    /** The body may be left out. */
    optional?: boolean | undefined
    query?: object | undefined
  }>
}

/** For endpoints anyone may call. Naming it keeps "no guard" from ever being an omission. */
export const anyone: Guard<null> = () => null

/** One row of a route table. The guard decides the type of `caller`, so a handler cannot be reached around it. */
export function route<C>(
  method: Method,
  path: string,
  limit: Limit,
  guard: Guard<C>,
  dialect: Dialect,
  handler: Handler<C>,
): Route {
  const run = (call: Call) => after(guard(call), (caller) => handler(calledBy(call, caller)))
  return { method, path, limit, guard: guard.name, dialect, run }
}

/** The same call, whose guard has spoken. A copy would cost more than most guards. */
function calledBy<C>(call: Call, caller: C): Call<C> {
  call.caller = caller
  return call as Call<C> // it was set in the line above
}
