import { html, safeHref, type Html } from '../html.ts'
import type { PageWords } from '../words/words.ts'

/** What an application told of itself when it was registered. None of it was checked by anybody. */
export type ApplicationAbout = {
  /** The picture itself, as a `data:` address: no page of ours asks another server for anything. */
  logo?: string | undefined
  policy_uri?: string | undefined
  tos_uri?: string | undefined
}

/** Its picture, which says no more than its name beside it and so has no words of its own. */
export function applicationLogo({ logo }: ApplicationAbout): Html {
  if (!logo?.startsWith('data:image/')) return html``
  return html`<img class="logo" src="${logo}" alt="" width="64" height="64" />`
}

/** What it promises, on its own pages. */
export function applicationTerms(
  { access }: PageWords,
  application: string,
  { policy_uri, tos_uri }: ApplicationAbout,
): Html {
  const { of, policy, terms } = access.about
  const links = [link(policy_uri, policy), link(tos_uri, terms)].filter((one) => one !== undefined)
  if (links.length === 0) return html``
  return html`<p class="soft">${of(application)} ${links.map((one, at) => [at === 0 ? '' : ', ', one])}</p>`
}

function link(uri: string | undefined, label: string): Html | undefined {
  const href = uri === undefined ? undefined : safeHref(uri)
  return href === undefined
    ? undefined
    : html`<a href="${href}" target="_blank" rel="noopener noreferrer nofollow">${label}</a>`
}
