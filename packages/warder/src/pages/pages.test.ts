import assert from 'node:assert/strict'
import { test } from 'node:test'
import { samplePages } from '../../../../test/support/pages/samples.ts'
import { formPostScript } from './form-post/script.ts'
import { passkeyScript } from './passkeys/script.ts'
import { stylesheet } from './stylesheet.ts'

type Tag = { name: string; attributes: Map<string, string> }

const hostile = `"><img src=x onerror=alert(1)><script>alert(1)</script>' onfocus='alert(1)' style='x`
const plain = Object.entries(samplePages())
const attacked = samplePages((text) => text + hostile)

/** The tags of a page in order. What is left between them must hold no angle bracket. */
function tags(page: string): Tag[] {
  const found: Tag[] = []
  const rest = page.replace(
    /<(\/?[a-z!][a-z0-9]*)((?:\s+[a-zA-Z_-]+(?:="[^"<>]*")?)*)\s*\/?>/g,
    (_, name: string, list: string) => {
      const pairs = [...list.matchAll(/([a-zA-Z_-]+)(?:="([^"]*)")?/g)]
      found.push({ name, attributes: new Map(pairs.map(([, key = '', value = '']) => [key, value])) })
      return ''
    },
  )
  assert.doesNotMatch(rest, /[<>]/)
  return found
}

function values(page: string, attribute: string): string[] {
  return tags(page).flatMap((tag) => tag.attributes.get(attribute) ?? [])
}

/** The pages whose form goes to an application: they hold the answer and nothing that is only ours to know. */
const leaving = new Set(['form-post', 'form-post-offered'])

/** The page whose link goes to one. */
const offering = 'error-offered'

for (const [name, page] of plain) {
  const hostilePage = attacked[name] ?? ''

  test(`${name}: hostile text adds no tag and no attribute`, () => {
    const shape = (of: string) => tags(of).map((tag) => `${tag.name} ${[...tag.attributes.keys()].join(' ')}`)
    assert.ok(hostilePage.includes('&lt;img src=x onerror=alert(1)&gt;') || !hostilePage.includes('onerror'))
    assert.deepEqual(shape(hostilePage), shape(page))
  })

  test(`${name}: no script but our own file, no inline style, no handler, nothing from outside`, () => {
    for (const tag of tags(hostilePage)) {
      if (tag.name === 'script') {
        const own = leaving.has(name)
          ? { src: formPostScript.path, defer: '' }
          : { type: 'module', src: passkeyScript.path }
        assert.deepEqual(Object.fromEntries(tag.attributes), own)
        continue
      }
      assert.ok(!['style', 'iframe', 'object', 'embed', 'base'].includes(tag.name), tag.name)
      for (const key of tag.attributes.keys()) assert.doesNotMatch(key, /^(on.*|style|srcset|formaction)$/i)
      // A picture is part of the page, which the policy allows.
      const src = tag.attributes.get('src')
      if (tag.name === 'img' || src !== undefined) assert.match(`${tag.name} ${src}`, /^img data:image\/svg/)
    }
    const loaded = tags(hostilePage).filter((tag) => tag.name === 'link')
    assert.deepEqual(
      loaded.map((tag) => tag.attributes.get('href')),
      // The empty icon keeps browsers from asking for one.
      ['data:,', stylesheet.path],
    )
    const expected = leaving.has(name) ? /^https:\/\/app\.acme\.example\/cb$/ : /^\/(?!\/)/
    for (const action of values(hostilePage, 'action')) assert.match(action, expected)
    // The inbox shows the links of mails; every other page leads to our own paths, and to what the operator wrote for people to read.
    if (name === 'dev-inbox' || name === offering) return
    for (const { attributes } of tags(hostilePage)) {
      const href = attributes.get('href')
      if (href === undefined || href === 'data:,') continue
      if (attributes.get('target') === '_blank') {
        assert.match(attributes.get('rel') ?? '', /^noopener noreferrer( nofollow)?$/)
        assert.match(href, /^https:\/\/acme\.example\/(terms|privacy)$/)
        continue
      }
      // What is saved as a file, and what opens an app, leads nowhere.
      assert.match(href, attributes.has('download') ? /^data:text\/plain;/ : /^(\/(?!\/)|#|otpauth:\/\/)/)
    }
  })

  test(`${name}: one heading of the first level, one main landmark, a language and a title`, () => {
    const names = tags(page).map((tag) => tag.name)
    assert.equal(names.filter((tag) => tag === 'h1').length, 1)
    assert.equal(names.filter((tag) => tag === 'main').length, 1)
    assert.equal(
      tags(page)
        .find((tag) => tag.name === 'html')
        ?.attributes.get('lang'),
      'en',
    )
    assert.match(page, /<title>[^<]+ · (Warder|Acme)<\/title>/)
  })

  test(`${name}: every visible field has one label and says what belongs into it`, () => {
    const labelled = values(page, 'for')
    for (const input of tags(page).filter((tag) => tag.name === 'input')) {
      const { attributes } = input
      if (attributes.get('type') === 'hidden' || attributes.has('hidden')) continue
      assert.equal(labelled.filter((id) => id === attributes.get('id')).length, 1)
      if (attributes.get('type') === 'checkbox') continue
      const known = /^(name|email|username( webauthn)?|tel|current-password|new-password|one-time-code|off)$/
      assert.match(attributes.get('autocomplete') ?? '', known)
      if (attributes.get('type') === 'password') assert.ok(!attributes.has('value'))
    }
  })

  test(`WCAG 3.3.1 ${name}: a form that came back has the focus in a field that is wrong, and its title says so`, () => {
    const fields = tags(page).filter((tag) => ['input', 'select', 'textarea'].includes(tag.name))
    const wrong = fields.filter((tag) => tag.attributes.has('aria-invalid'))
    if (wrong.length === 0) return
    assert.ok(wrong.some((tag) => tag.attributes.has('autofocus')))
    assert.match(page, /<title>Error: /)
  })

  test(`${name}: ids are unique, and what describes a field is there`, () => {
    const ids = values(page, 'id')
    assert.equal(new Set(ids).size, ids.length)
    for (const list of values(page, 'aria-describedby')) {
      for (const id of list.split(' ')) assert.ok(ids.includes(id), id)
    }
  })

  test(`${name}: every form is a POST that carries the CSRF token once, and at most one thing has the focus`, () => {
    const all = tags(page).filter((tag) => tag.name === 'form')
    // What only looks for something tells nobody a token, which would stand in an address.
    const [searches, forms] = [true, false].map((searching) =>
      all.filter(({ attributes }) => (attributes.get('role') === 'search') === searching),
    )
    assert.ok(searches && forms)
    for (const search of searches) assert.equal(search.attributes.get('method'), 'get')
    for (const form of forms) assert.equal(form.attributes.get('method'), 'post')
    const tokens = values(page, 'name').filter((field) => field === 'csrf_token').length
    assert.equal(tokens, leaving.has(name) ? 0 : forms.length)
    assert.ok(tags(page).filter((tag) => tag.attributes.has('autofocus')).length <= 1)
  })
}
