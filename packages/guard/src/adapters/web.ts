import type { Check } from '../check.ts'
import { refusalResponse } from '../refusal.ts'

/**
 * A handler of web-standard requests behind a check: the check answers for itself when it refuses.
 * Whatever the platform passes besides the request stays where it was, after the caller.
 */
export function webHandler<C, Rest extends unknown[]>(
  check: Check<C>,
  handler: (request: Request, caller: C, ...rest: Rest) => Response | Promise<Response>,
): (request: Request, ...rest: Rest) => Promise<Response> {
  return async (request, ...rest) => {
    const result = await check(request)
    return result.ok ? handler(request, result.caller, ...rest) : refusalResponse(result)
  }
}
