import type { Config } from '../../config/config.ts'
import { isPlainPath } from '../../config/kinds/page.ts'

// Only pages of the account and of the console, that of a device, and links that must be opened with one or go on with one, are places to return to; a list is shorter than
// every way to write another origin.
const allowed =
  /^(\/account(\/[a-z]+|\/(api-keys|agents)(\/new)?|\/security\?add=(passkey|security-key)|\/security\/password\/(new|remove)|\/security\/identities\/connect\?handle=wot_[\w-]{43})?|\/auth\/oauth\/[a-z0-9][a-z0-9-]{0,59}\/go\?state=wot_[\w-]{43}|\/api\/vault\/connections\/[a-z0-9][a-z0-9-]{0,59}\/connect|\/account\/organisations\/[a-z][a-z0-9-]{1,39}(\/wot_[\w-]{43}(\.[a-z]{2})?|\/[a-z-]{1,20})?|\/device(\?ui_locales=[a-z]{2}|\?user_code=[A-Z]{4}-[A-Z]{4}(&ui_locales=[a-z]{2})?)?|\/(confirm-email|invite|magic\/go)\?token=wot_[\w-]{43})$/

/** Pages of the console: lists, what is one of them, and what is asked about that before it is done. A key has no page. */
const ofConsole = new RegExp(
  [
    '^/console(?:/(?!(?:api-)?keys/(?!rotate$))[a-z-]+(?:/[\\w-]{1,64}',
    '(?:/(?:delete|rotate|suspend|address|members(?:/[\\w-]{1,64}(?:/delete)?)?|invitations(?:/new)?|domains(?:/[\\w-]{1,64}/(?:delete|move))?))?)?)?$',
  ].join(''),
)

const isPage = (path: string): boolean => allowed.test(path) || ofConsole.test(path)

type Installation = { config: Pick<Config, 'own_pages'> }

/** Where to go after signing in: a page that was asked for, of ours or of the program that Warder is mounted in; or home. */
export function returnPath(
  { config: { own_pages } }: Installation,
  asked: string | null | undefined,
): string {
  const known = typeof asked === 'string' && (isPage(asked) || isOwn(own_pages.paths, asked))
  return known ? asked : own_pages.home
}

/** The same, or undefined where it is home, which nobody has to be told. */
export function beyondHome(app: Installation, asked: string | null | undefined): string | undefined {
  const page = returnPath(app, asked)
  return page === app.config.own_pages.home ? undefined : page
}

/** The page that a form stands on: `/account/emails/{id}/remove` is sent from `/account/emails`, what is done to one person from theirs. */
export function pageOfForm(path: string): string {
  const parts = path.split('/')
  while (parts.length > 3 && !isPage(parts.join('/'))) parts.pop()
  const page = parts.join('/')
  return isPage(page) ? page : '/account'
}

/** A query may follow. What a browser would read as another path, or as another origin, is none of them (ML-06). */
function isOwn(paths: readonly string[], asked: string): boolean {
  if (asked.length > 2000 || !isPlainPath(asked)) return false
  const [path = ''] = asked.split(/[?#]/)
  return paths.some((own) => (own.endsWith('/*') ? path.startsWith(own.slice(0, -1)) : path === own))
}
