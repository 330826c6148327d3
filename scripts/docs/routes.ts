import type { Limit } from '../../packages/warder/src/http/limit.ts'
import { routes } from '../../packages/warder/src/routes.ts'
import { generated, mono, table } from './table.ts'

/** docs/routes.md: every endpoint, in the order of the route table. */
export function routesPage(): string {
  const rows = routes.map(({ method, path, guard, limit, dialect }) => [
    method,
    mono(withoutDigest(path)),
    guard,
    rate(limit),
    dialect,
  ])
  return `${generated}

# Routes

Every endpoint of Warder. \`guard\` is the check that says who calls, before anything else is done; behind \`anyone\` there
is none. \`limit\` is the [setting](configuration.md) that says how often one address may call it in a minute, beside the limits on
guesses at one account ([limits](limits.md)). \`errors\` is the form in which
an error is answered: a \`problem\` document, an \`oauth\` or \`bearer\` error, a redirect or page of \`authorize\`, or a
\`page\` (see [errors](errors.md)). \`warder routes\` prints the same table.

${table(['method', 'path', 'guard', 'limit', 'errors'], rows)}
`
}

function rate(limit: Limit): string {
  return limit === null ? '' : mono(`limits.${limit.name}`)
}

/** An asset is named for its content, which is nothing to write down. */
const withoutDigest = (path: string): string => path.replace(/\.[0-9a-f]{12}\./, '.{digest}.')
