import type { Seconds } from '@warder/protocol'
import { csrfField } from '../form.ts'
import { attributes, html, outside, type Html } from '../html.ts'
import { icon, type IconName } from '../icons.ts'
import { brandMark, page, type Frame } from '../layout.ts'
import { notice, type Tone } from '../notice.ts'
import type { PageWords } from '../words/words.ts'

/** What every page of `/account` is told. */
export type AccountFrame = Frame & {
  csrf: string
  user: { full_name: string; email: string; roles: readonly string[] }
  now: Seconds
  /** The outcome of what the person just did. */
  notice?: { tone: Tone; text: string } | undefined
  /** The page of the program that Warder is mounted in, where it has named one. */
  home?: string | undefined
  /** What else there is for them: the console for whoever administers, and from there the way back. */
  elsewhere?: { href: string; label: string } | undefined
}

const groups = [
  {
    name: 'account',
    sections: [
      { path: '/account', name: 'profile', glyph: 'person' },
      { path: '/account/emails', name: 'emails', glyph: 'mail' },
      { path: '/account/privacy', name: 'privacy', glyph: 'door' },
    ],
  },
  {
    name: 'signIn',
    sections: [
      { path: '/account/security', name: 'security', glyph: 'shield' },
      { path: '/account/sessions', name: 'sessions', glyph: 'device' },
      { path: '/account/activity', name: 'activity', glyph: 'clock' },
    ],
  },
  {
    name: 'programs',
    sections: [
      { path: '/account/applications', name: 'applications', glyph: 'application' },
      { path: '/account/approvals', name: 'approvals', glyph: 'check' },
      { path: '/account/connections', name: 'connections', glyph: 'link' },
      { path: '/account/api-keys', name: 'apiKeys', glyph: 'code' },
      { path: '/account/agents', name: 'agents', glyph: 'agent' },
    ],
  },
] as const

export type AccountPath = (typeof groups)[number]['sections'][number]['path']

/** The pages beside the one that is open, in groups with a name. */
export type Menu = {
  label: string
  groups: readonly {
    label: string
    sections: readonly { path: string; label: string; glyph: IconName }[]
  }[]
}

export type AccountPage = SidePage & { path: AccountPath }

export type SidePage = {
  /** Of the page in the menu to which this one belongs. */
  path: string
  title: string
  lead: string
  failed?: boolean
  /** What else stands in the head of the document. */
  head?: Html
}

/** A page of the account: who is signed in, the way to the other pages, and one heading. */
export function accountLayout(view: AccountFrame, open: AccountPage, body: Html): string {
  return sideLayout(view, menuOf(view.words), open, body)
}

function menuOf({ account }: PageWords): Menu {
  const { title, groups: called, pages } = account.menu
  return {
    label: title,
    groups: groups.map(({ name, sections }) => ({
      label: called[name],
      sections: sections.map((to) => ({ path: to.path, label: pages[to.name], glyph: to.glyph })),
    })),
  }
}

/** A page with a menu beside it, or behind a button where there is little room. */
export function sideLayout(
  view: AccountFrame,
  menu: Menu,
  { path, title, lead, failed, head }: SidePage,
  body: Html,
): string {
  const { everyPage } = view.words
  return page(
    {
      title: failed ? everyPage.failed(title) : title,
      brand: view.brand,
      words: view.words,
      head,
    },
    html`<a class="skip" href="#main">${everyPage.skip}</a>
      <header class="top">${brandMark(view, view.home)}${whoIsHere(view)}</header>
      <div class="page">
        <button class="button menu" type="button" popovertarget="menu">${icon('list')}${everyPage.menu(menu.label)}</button>
        <nav class="side" id="menu" aria-label="${menu.label}" popover>
          ${menu.groups.map((group) => sideGroup(group, path))}
        </nav>
        <main class="column" id="main">
          <div class="lead">
            <h1>${title}</h1>
            <p class="soft">${lead}</p>
          </div>
          ${view.notice && notice(view.notice.tone, view.notice.text)} ${body}
        </main>
      </div>`,
  )
}

/** The list is named for those who hear it, so that its heading is no further heading of the page. */
function sideGroup({ label, sections }: Menu['groups'][number], open: string): Html {
  return html`<p aria-hidden="true">${label}</p>
    <ul aria-label="${label}">
      ${sections.map((to) => html`<li><a${sideLink(to.path, open)}>${icon(to.glyph)}${to.label}</a></li>`)}
    </ul>`
}

function sideLink(href: string, open: string): Html {
  return attributes({ href, 'aria-current': href === open && 'page' })
}

function whoIsHere(view: AccountFrame): Html {
  const name = view.user.full_name || view.user.email
  return html`<div class="who">
    ${view.elsewhere && html`<a class="button small" href="${view.elsewhere.href}">${view.elsewhere.label}</a>`}
    <span class="name">${outside(name)}</span>
    <span class="glyph" aria-hidden="true">${initials(name)}</span>
    <form method="post" action="/logout">
      ${csrfField(view.csrf)}<button class="button small" type="submit">${view.words.everyPage.signOut}</button>
    </form>
  </div>`
}

/** The first letters of the first and the last word; of one word, its first letter. */
export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words
  // By code point, so that no letter outside the basic plane is cut in half.
  return ends
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

/** A part of an account page, with a heading of its own. */
export function section(title: string, body: Html): Html {
  return html`<section class="card rows">
    <h2 class="pad">${title}</h2>
    ${body}
  </section>`
}

/** Where a list would be, when it is empty. */
export function nothing(text: string): Html {
  return html`<p class="pad soft">${text}</p>`
}
