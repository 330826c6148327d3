import assert from 'node:assert/strict'
import { test } from 'node:test'
import { devInboxPage } from '../dev-inbox.ts'
import { applicationsPage } from './applications.ts'
import { initials } from './layout.ts'
import { sessionsPage } from './sessions.ts'
import { english } from '../words/en.ts'

const frame = { csrf: 'c', now: 1_000, user: { full_name: 'Ada', email: 'ada@example.com', roles: [] } }
const session = { device: 'Firefox', address: '192.0.2.1', created_at: 1, last_seen_at: 2 }

const names: [name: string, letters: string][] = [
  ['Ada Lovelace', 'AL'],
  ['  ada  king lovelace ', 'AL'],
  ['ada@example.com', 'A'],
  ['𝒜da', '𝒜'],
  ['', ''],
]
for (const [name, letters] of names) {
  test(`the initials of "${name}" are "${letters}"`, () => {
    assert.equal(initials(name), letters)
  })
}

test('every session but the current one can be signed out, by a path that its id cannot leave', () => {
  const page = sessionsPage({
    words: english,
    ...frame,
    sessions: [
      { ...session, id: 'ses_1', current: true },
      { ...session, id: '../grants/x?y', current: false },
    ],
  })
  const actions = [...page.matchAll(/action="(\/account[^"]+)"/g)].map(([, action]) => action)
  assert.deepEqual(actions, [
    '/account/sessions/..%2Fgrants%2Fx%3Fy/revoke',
    '/account/sessions/revoke-others',
  ])
})

test('with one session there is nobody else to sign out', () => {
  assert.doesNotMatch(
    sessionsPage({ words: english, ...frame, sessions: [{ ...session, id: 'ses_1', current: true }] }),
    /revoke/,
  )
})

test('an application whose id is a web address can be withdrawn', () => {
  const page = applicationsPage({
    words: english,
    ...frame,
    grants: [{ client_id: 'https://notes.example/c', name: 'Notes', scopes: ['email'], granted_at: 1 }],
  })
  assert.match(page, /action="\/account\/grants\/https%3A%2F%2Fnotes.example%2Fc\/withdraw"/)
  assert.match(page, /See your email address/)
})

test('the side navigation marks the page that is open, and no other', () => {
  const marked = [
    ...applicationsPage({ words: english, ...frame, grants: [] }).matchAll(
      /href="([^"]+)"\s+aria-current="page"/g,
    ),
  ]
  assert.deepEqual(
    marked.map(([, href]) => href),
    ['/account/applications'],
  )
})

test('the development inbox lists the newest first and keeps the lines of a text', () => {
  const mail = { channel: 'email' as const, to: 'ada@example.com', subject: 'S', links: [], codes: [] }
  const page = devInboxPage({
    words: english,
    now: 1_000,
    mails: [
      { ...mail, id: '1', text: 'older', sent_at: 1 },
      { ...mail, id: '2', text: 'newer\n\n  kept', sent_at: 2 },
    ],
  })
  assert.ok(page.indexOf('newer') < page.indexOf('older'))
  assert.match(page, /dir="auto">newer\n\n  kept<\/p>/)
})

test('the development inbox shows a link with a dangerous scheme as text', () => {
  const page = devInboxPage({
    words: english,
    now: 1,
    mails: [
      {
        id: '1',
        channel: 'email',
        to: 'a',
        subject: 's',
        text: 't',
        links: ['javascript:alert(1)'],
        codes: [],
        sent_at: 1,
      },
    ],
  })
  assert.doesNotMatch(page, /href="javascript/)
})
