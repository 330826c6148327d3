import { json } from '../../packages/warder/src/http/answer.ts'
import { unlimited } from '../../packages/warder/src/http/limit.ts'
import { anyone, route } from '../../packages/warder/src/http/router.ts'
import { person } from '../../packages/warder/src/sessions/guard.ts'

// Compiled, never run: the type check fails if any of these stops being an error.

route('GET', '/a', unlimited, person, 'problem', ({ caller }) => json(caller.user_id))

// @ts-expect-error behind `anyone` there is no caller to read
route('GET', '/b', unlimited, anyone, 'problem', ({ caller }) => json(caller.user_id))

// @ts-expect-error a route cannot leave out its guard
route('GET', '/c', unlimited, 'problem', () => json({}))

// @ts-expect-error nor its limit
route('GET', '/d', person, 'problem', () => json({}))

// @ts-expect-error nor the form of its errors
route('GET', '/e', unlimited, person, () => json({}))
