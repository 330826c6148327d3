import type { Check } from '../check.ts'
import { refusalResponse } from '../refusal.ts'

/** What the adapter touches of Hono's Context, so that the guard need not know Hono. */
export type HonoContext<C> = { req: { raw: Request }; set(key: 'caller', value: C): void }

/**
 * A Hono handler behind a check. The caller is its second argument, so it cannot be read in front of the
 * guard. Write the first as `context: Context`, for Hono's types do not reach through.
 */
export function honoHandler<Context extends { req: { raw: Request } }, C, Answer>(
  check: Check<C>,
  handler: (context: Context, caller: C) => Answer | Promise<Answer>,
): (context: Context) => Promise<Answer | Response> {
  return async (context) => {
    const result = await check(context.req.raw)
    return result.ok ? handler(context, result.caller) : refusalResponse(result)
  }
}

/**
 * Hono middleware for everything below a path. It keeps the caller as the variable `caller`, which the app
 * declares: `new Hono<{ Variables: { caller: Caller } }>()`. That declaration holds below the path alone.
 */
export function honoMiddleware<C>(
  check: Check<C>,
): (context: HonoContext<C>, next: () => Promise<void>) => Promise<Response | undefined> {
  return async (context, next) => {
    const result = await check(context.req.raw)
    if (!result.ok) return refusalResponse(result)
    context.set('caller', result.caller)
    await next()
    return undefined
  }
}
