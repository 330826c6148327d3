// Only pages of the account, that of a device, and links that must be opened with one or go on with one, are places to return to; a list is shorter than
// every way to write another origin.
const allowed =
  /^(\/account(\/[a-z]+|\/(api-keys|agents)(\/new)?|\/security\?add=(passkey|security-key)|\/security\/password\/(new|remove)|\/security\/identities\/connect\?handle=wot_[\w-]{43})?|\/auth\/oauth\/[a-z0-9][a-z0-9-]{0,59}\/go\?state=wot_[\w-]{43}|\/api\/vault\/connections\/[a-z0-9][a-z0-9-]{0,59}\/connect|\/device(\?user_code=[A-Z]{4}-[A-Z]{4})?|\/(confirm-email|invite|magic\/go)\?token=wot_[\w-]{43})$/

/** Where to go after signing in: a page of ours that was asked for, or the account. */
export function accountPath(asked: string | null): string {
  return asked !== null && allowed.test(asked) ? asked : '/account'
}

/** The page of the account that a form stands on: `/account/emails/{id}/remove` is sent from `/account/emails`. */
export function pageOfForm(path: string): string {
  return accountPath(allowed.test(path) ? path : path.split('/').slice(0, 3).join('/'))
}
