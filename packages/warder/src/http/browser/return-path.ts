// Only pages of the account and of the console, that of a device, and links that must be opened with one or go on with one, are places to return to; a list is shorter than
// every way to write another origin.
const allowed =
  /^(\/console(\/[a-z]+(\/[\w-]{1,64}(\/delete)?)?)?|\/account(\/[a-z]+|\/(api-keys|agents)(\/new)?|\/security\?add=(passkey|security-key)|\/security\/password\/(new|remove)|\/security\/identities\/connect\?handle=wot_[\w-]{43})?|\/auth\/oauth\/[a-z0-9][a-z0-9-]{0,59}\/go\?state=wot_[\w-]{43}|\/api\/vault\/connections\/[a-z0-9][a-z0-9-]{0,59}\/connect|\/account\/organisations\/[a-z][a-z0-9-]{1,39}(\/wot_[\w-]{43}|\/[a-z-]{1,20})?|\/device(\?user_code=[A-Z]{4}-[A-Z]{4})?|\/(confirm-email|invite|magic\/go)\?token=wot_[\w-]{43})$/

/** Where to go after signing in: a page of ours that was asked for, or the account. */
export function accountPath(asked: string | null): string {
  return asked !== null && allowed.test(asked) ? asked : '/account'
}

/** The page that a form stands on: `/account/emails/{id}/remove` is sent from `/account/emails`, what is done to one person from theirs. */
export function pageOfForm(path: string): string {
  const depth = path.startsWith('/console/') ? 4 : 3
  return accountPath(allowed.test(path) ? path : path.split('/').slice(0, depth).join('/'))
}
