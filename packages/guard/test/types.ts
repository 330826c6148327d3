import { Hono, type Context } from 'hono'
import { guard, honoHandler, webHandler, type Caller, type Result } from '../src/index.ts'

// Compiled, never run: `tsc` fails if any of these stops being an error.
const auth = guard()

webHandler(auth.required(), (_request, caller) => Response.json(caller.subject))

// @ts-expect-error where a caller is optional, it may be absent
webHandler(auth.optional(), (_request, caller) => Response.json(caller.subject))

// @ts-expect-error only withMetadata tells about the request
webHandler(auth.required(), (_request, caller) => Response.json(caller.metadata))

// @ts-expect-error a check must name what it asks for
auth.requireScope()

// @ts-expect-error a handler cannot be put behind nothing
webHandler((_request: Request, caller: Caller) => Response.json(caller.subject))

// @ts-expect-error a refusal has no caller to read
export type CallerOfAny = Result<Caller>['caller']

new Hono().get(
  '/',
  honoHandler(auth.required(), (context: Context, caller) => context.json(caller.subject)),
)

// @ts-expect-error without the guard an app has no caller
new Hono().get('/', (context) => context.json(context.get('caller').subject))

// @ts-expect-error requests share a caller: nobody changes it
export const changed = (caller: Caller) => (caller.roles[0] = 'admin')
