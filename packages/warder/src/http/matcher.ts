import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { Route } from './router.ts'

export type Match =
  | { kind: 'row'; route: Route; params: Record<string, string>; allow: readonly string[] }
  | { kind: 'other-method'; allow: readonly string[] }
  | { kind: 'none' }

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const noParams: Record<string, string> = {}

/** Finds the row of a request with Hono's router, and knows which methods a path has when this one is not among them. */
export function matcher(routes: readonly Route[]): (method: string, path: string) => Match {
  const router = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] })
  // By path and then by method: putting the two together would make, and digest, a new text for every request.
  const fixed = new Map<string, Map<string, Match>>()
  for (const route of routes) router.add(route.method, route.path, route)
  for (const [path, rows] of Map.groupBy(routes, (route) => route.path)) {
    if (path.includes(':')) continue
    const allow = rows.map(({ method }) => method)
    const row = (route: Route): Match => ({ kind: 'row', route, params: noParams, allow })
    fixed.set(path, new Map(rows.map((route) => [route.method, row(route)])))
  }

  const lookUp = (method: string, path: string) => {
    const [handlers, stash] = router.match(method, path)
    const first = handlers[0]
    return first && { route: first[0], params: paramsOf(first[1], stash) }
  }

  return (method, path) => {
    const known = fixed.get(path)?.get(method)
    if (known) return known
    const found = lookUp(method, path)
    const allow = methods.filter((other) => (other === method ? found : lookUp(other, path)))
    if (found) return { kind: 'row', ...found, allow }
    return allow.length > 0 ? { kind: 'other-method', allow } : { kind: 'none' }
  }
}

/** Hono gives either the values, or places in a list of values that the match shares. */
function paramsOf(
  params: Record<string, string | number>,
  stash: readonly string[] | undefined,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => [
      name,
      decode(typeof value === 'number' ? (stash?.[value] ?? '') : value),
    ]),
  )
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
