import assert from 'node:assert/strict'
import { test } from 'node:test'
import { code, sources } from '../sources.ts'
import { literalsOf, saidIn } from './literals.ts'

const root = 'packages/warder/src/'

/** What is no sentence of a page, though it looks like one. */
const allowed = new Set([
  // Our own name, where nobody gave another one.
  'Warder',
  // What the browser of a session is known by where it said nothing: pages look for it, and say it in their language.
  'Unknown device',
])

/** One word may be a heading too. */
const isSaid = (text: string): boolean => /\p{L}{3,}/u.test(text) && !allowed.has(text)
const isSentence = (text: string): boolean =>
  (/^\p{Lu}.*\p{L}\s+\p{L}/u.test(text) || /^\p{Lu}\p{Ll}{2,}$/u.test(text)) && !allowed.has(text)

function sentencesIn(file: string): string[] {
  const { texts, templates } = literalsOf(code(file))
  const [markup, plain] = [true, false].map((wanted) =>
    templates.filter((template) => template.includes('<') === wanted),
  )
  return [
    ...(markup ?? []).flatMap(saidIn).filter(isSaid),
    ...(plain ?? [])
      .flatMap((template) => template.split('\u0000'))
      .filter((text) => /\p{L}{2,}\s+\p{L}{2,}/u.test(text)),
    ...texts.filter(isSentence),
  ]
}

test('pages say nothing that is not in a catalogue of words', () => {
  const pages = sources(`${root}pages/**/*.ts`).filter((file) => !/\/pages\/(?:words|console)\//.test(file))
  assert.ok(pages.length > 60)
  const said = pages.map((file) => [file.slice(root.length), sentencesIn(file)] as const)
  assert.deepEqual(
    said.filter(([, sentences]) => sentences.length > 0),
    [],
  )
})

test('a sentence is found wherever it stands', () => {
  const source = [
    'const a = html`<p class="soft">${x ? html`<b>${name}</b> asks you` : \'\'}</p>`',
    "const b = { title: 'Sign in again', kind: 'add a passkey', label: 'Cancel' }",
    'const c = html`<a aria-label="Look at ${name}" class="button small">${label}</a>`',
    'const d = `${many} more tries`',
  ].join('\n')
  const { texts, templates } = literalsOf(source)
  assert.deepEqual(texts.filter(isSentence), ['Sign in again', 'Cancel'])
  assert.deepEqual(
    templates
      .filter((text) => text.includes('<'))
      .flatMap(saidIn)
      .filter(isSaid),
    ['asks you', 'Look at'],
  )
  assert.ok(templates.some((text) => text.includes('more tries')))
})
