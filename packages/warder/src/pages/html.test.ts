import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attributes, html, safeHref } from './html.ts'

test('text is escaped between tags and inside quotes', () => {
  const hostile = `"><img src=x onerror='alert(1)'>&`
  const escaped = '&quot;&gt;&lt;img src=x onerror=&#39;alert(1)&#39;&gt;&amp;'
  assert.equal(html`<p title="${hostile}">${hostile}</p>`.toString(), `<p title="${escaped}">${escaped}</p>`)
})

test('markup made by html is not escaped a second time, alone or in a list', () => {
  const items = ['a', '<b>'].map((item) => html`<i>${item}</i>`)
  assert.equal(html`<p>${items}</p>`.toString(), '<p><i>a</i><i>&lt;b&gt;</i></p>')
})

test('attributes are quoted, escaped, and absent when undefined or false', () => {
  const written = attributes({
    value: '" autofocus x="',
    required: true,
    readonly: false,
    minlength: 15,
    id: undefined,
  })
  assert.equal(written.toString(), ' value="&quot; autofocus x=&quot;" required minlength="15"')
})

const hrefs: [href: string, safe: boolean][] = [
  ['/login?interaction=1', true],
  ['/', true],
  ['https://app.example.com/', true],
  ['http://localhost:3000/verify-email?token=1', true],
  ['//evil.example', false],
  ['/\\evil.example', false],
  ['/\t/evil.example', false],
  ['javascript:alert(1)', false],
  [' JavaScript:alert(1)', false],
  ['java\tscript:alert(1)', false],
  ['data:text/html,x', false],
  ['mailto:ada@example.com', false],
  ['', false],
]
for (const [href, safe] of hrefs) {
  test(`${JSON.stringify(href)} ${safe ? 'may' : 'may not'} be a link`, () => {
    assert.equal(safeHref(href), safe ? href : undefined)
  })
}
