/**
 * What a tenant without people of its own has by itself: its applications, programs, keys and roles, who belongs to it, and the
 * sessions of those. A list of what it has, because everything else concerns accounts, which are of the common directory and
 * not its own: nobody who administers it may change them, make some, or say by an identity provider who somebody is.
 */
const areas: ReadonlySet<string> = new Set([
  ...[
    'oauth',
    '.well-known',
    'assets',
    'openapi.json',
    'access',
    'device',
    'consent',
    'select-account',
    'logout',
  ],
  ...[
    'reauthenticate',
    'auth/reauthenticate',
    'auth/login',
    'auth/logout',
    'auth/refresh',
    'auth/csrf',
    'auth/status',
  ],
  ...[
    'auth/tenants',
    'account/approvals',
    'account/applications',
    'account/grants',
    'api/service-accounts',
    'account/api-keys',
    'account/agents',
    'api/keys',
    'api/agents',
  ],
  ...[
    'roles',
    'permissions',
    'clients',
    'api-keys',
    'service-accounts',
    'agents',
    'signing-keys',
    'audit',
    'webhooks',
    'tenants',
  ].map((area) => `api/admin/${area}`),
  ...[
    'roles',
    'applications',
    'api-keys',
    'service-accounts',
    'agents',
    'webhooks',
    'members',
    'invitations',
    'tenants',
    'keys',
    'audit',
  ].map((area) => `console/${area}`),
])

/** What is there alone, without anything below it. */
const alone: ReadonlySet<string> = new Set(['GET /console', 'GET /auth/me', 'GET /auth/sessions'])

/** Whether a row of the tables of routes is there in a tenant of the common directory. */
export function isShared({ method, path }: { method: string; path: string }): boolean {
  if (alone.has(`${method} ${path}`)) return true
  const parts = path.split('/').slice(1, 4)
  return parts.some((_part, last) => areas.has(parts.slice(0, last + 1).join('/')))
}

/** Pages of a person's own account, which is at the root for everybody of the common directory. */
const atHome = /^\/(?:$|account(?:\/|$)|register$|forgot-password$)/

/** Pages of the tenant that somebody may have wanted who is signed in nowhere yet, by a word for each. */
const wanted: Readonly<Record<string, string>> = {
  console: '/console',
  device: '/device',
  approvals: '/account/approvals',
  applications: '/account/applications',
  'api-keys': '/account/api-keys',
  agents: '/account/agents',
}

/**
 * Where a page is for people of the common directory, that a tenant has not by itself; undefined for what is nowhere. What waits
 * to go on in the tenant goes on by way of its page in the account.
 *
 * @param path as it stands in the request, below the tenant
 */
export function homeOf(slug: string, path: string, query: URLSearchParams): string | undefined {
  if (path !== '/login') return atHome.test(path) ? path : undefined
  const waiting = query.get('interaction') ?? ''
  const page = organisationPath(slug)
  if (/^wot_[\w-]{43}(?:\.[a-z]{2})?$/.test(waiting)) return `${page}/${waiting}`
  const [asked = ''] = (query.get('return_to') ?? '').split('?')
  const word = Object.keys(wanted).find((one) => wanted[one] === asked)
  return word === undefined ? page : `${page}/${word}`
}

/** The page of the account on which somebody goes on to a tenant. */
export const organisationPath = (slug: string): string => `/account/organisations/${slug}`

/** The page of a tenant that a word stands for. */
export const wantedPage = (word: string): string | undefined =>
  Object.hasOwn(wanted, word) ? wanted[word] : undefined
