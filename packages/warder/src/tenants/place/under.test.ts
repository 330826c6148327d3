import assert from 'node:assert/strict'
import { test } from 'node:test'
import { html, json, redirect } from '../../http/answer.ts'
import { under } from './under.ts'

// oxfmt-ignore
const pages: [what: string, body: string, expected: string][] = [
  ['a link',                       '<a href="/login">',                     '<a href="/t/acme/login">'],
  ['a form',                       '<form method="post" action="/login">',  '<form method="post" action="/t/acme/login">'],
  ['a button of its own',          '<button formaction="/a">',              '<button formaction="/t/acme/a">'],
  ['a picture',                    '<img src="/assets/a.png">',             '<img src="/t/acme/assets/a.png">'],
  ['what a script is told',        '<p data-next="/a" data-confirm="/b">',  '<p data-next="/t/acme/a" data-confirm="/t/acme/b">'],
  ['a page that opens by itself',  '<meta content="3;url=/login">',         '<meta content="3;url=/t/acme/login">'],
  ['another host',                 '<a href="//evil.example/">',            '<a href="//evil.example/">'],
  ['an address',                   '<a href="https://id.example/login">',   '<a href="https://id.example/login">'],
  ['text that looks like one',     '<p>&quot; href=&quot;/login&quot;</p>', '<p>&quot; href=&quot;/login&quot;</p>'],
  ['a value that somebody wrote',  '<input value="/login">',                '<input value="/login">'],
]
for (const [what, body, expected] of pages) {
  test(`below a tenant: ${what}`, () => assert.equal(under('/t/acme', html(body)).body, expected))
}

test('below a tenant: an answer leads to a path of the tenant, and to other places as it says', () => {
  for (const [location, expected] of [
    ['/account', '/t/acme/account'],
    ['//evil.example/', '//evil.example/'],
    ['https://app.example/cb', 'https://app.example/cb'],
  ] as const)
    assert.equal(under('/t/acme', redirect(location)).headers['location'], expected)
})

test('below a tenant: what is no page stays as it is', () => {
  const answer = json({ html: ' href="/login"' })
  assert.deepEqual(under('/t/acme', answer), answer)
})
