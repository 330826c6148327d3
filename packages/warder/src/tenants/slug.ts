/** Small letters, digits and single hyphens between them, so that it reads the same in a path and in a host name. */
const form = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/
const longest = 40

/** What somebody would take for a part of the server, in a path or in a host name. */
const reserved: ReadonlySet<string> = new Set(
  (
    'account admin administrator api app assets auth cdn console dev docs ftp health help id internal localhost login logout ' +
    'mail metrics oauth oidc operator postmaster register root saml scim security setup signup sso static status support ' +
    'system tenant tenants warder webmaster well-known www'
  ).split(' '),
)

/** What is wrong with a slug, as a sentence; undefined for one that may be used. */
export function slugProblem(slug: string): string | undefined {
  if (slug.length < 2 || slug.length > longest || !form.test(slug))
    return `A slug has 2 to ${longest} small letters, digits and single hyphens, begins with a letter and ends with none of the hyphens.`
  return reserved.has(slug) ? `The slug ${slug} is reserved.` : undefined
}

/** Whether text from a path can be a slug at all: nothing else is looked up. */
export function isSlug(text: string): boolean {
  return text.length <= longest && form.test(text)
}

/** Whether text can be the id of a tenant. No slug looks like one. */
export const isTenantId = (text: string): boolean => /^ten_[a-z0-9]{1,40}$/.test(text)
