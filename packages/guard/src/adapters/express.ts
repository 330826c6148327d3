import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Check } from '../check.ts'
import { presentedBy, sendRefusal } from './node-http.ts'

/** What the middleware touches of Express's Response, so that the guard need not know Express. */
export type ExpressResponse<C> = ServerResponse & { locals: { caller?: C } }

type Next = (error?: unknown) => void

/** An Express handler behind a check. The caller is its third argument, so it cannot be read in front of the guard. */
export function expressHandler<C, Req extends IncomingMessage, Res extends ServerResponse>(
  check: Check<C>,
  handler: (request: Req, response: Res, caller: C) => unknown,
): (request: Req, response: Res, next: Next) => Promise<void> {
  return async (request, response, next) => {
    try {
      const result = await check(presentedBy(request))
      if (result.ok) await handler(request, response, result.caller)
      else sendRefusal(response, result)
    } catch (error) {
      // Express 4 does not look at the promise, so both generations are told in the old way.
      next(error)
    }
  }
}

/** Express middleware for everything below a path. It keeps the caller in `response.locals.caller`. */
export function expressMiddleware<C>(
  check: Check<C>,
): (request: IncomingMessage, response: ExpressResponse<C>, next: Next) => Promise<void> {
  return async (request, response, next) => {
    let result
    try {
      result = await check(presentedBy(request))
    } catch (error) {
      return next(error)
    }
    if (!result.ok) return sendRefusal(response, result)
    response.locals.caller = result.caller
    next()
  }
}
