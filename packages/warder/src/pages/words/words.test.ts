import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { locales } from '../../config/config.ts'
import { samplePages } from '../../../../../test/support/pages/samples.ts'
import { english } from './en.ts'
import { wordsIn } from './words.ts'

type Said = (...values: string[]) => unknown
type Waits = (seconds: number) => string

/** Those that say a time in place of its seconds. */
const waits = new Set(['refused.too_many', 'refused.wait_longer'])

/** What a function is told: seen in what it says, and markup that must not be. */
const given = (at: number) => `4711${at}<b>`
const escaped = (text: string) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** Every sentence of a language by its name, said of values that can be told again. */
function sentences(
  words: object,
  source: object,
  path = '',
): [name: string, said: unknown, values: number][] {
  return Object.entries(source).flatMap(([key, original]: [string, unknown]) => {
    const name = path === '' ? key : `${path}.${key}`
    const word: unknown = (words as Record<string, unknown>)[key]
    if (typeof original === 'function') {
      const values = Array.from({ length: original.length }, (_, at) => given(at))
      return [[name, waits.has(name) ? (word as Waits)(45) : (word as Said)(...values), values.length]]
    }
    if (typeof original === 'object' && original !== null) return sentences(word as object, original, name)
    return [[name, word, 0]]
  })
}

/** What a sentence says beside its values. */
const wordsOf = (text: string) => text.replaceAll(/<[^>]*>|&[a-z]+;|4711\d/g, ' ').match(/\p{L}{2,}/gu) ?? []

const inEnglish = new Map(sentences(english, english).map(([name, said]) => [name, String(said)]))
/** What only other languages need. */
const without = new Set(['everyPage.passkeys.refused'])

for (const locale of locales) {
  const words = await wordsIn(locale)
  const all = sentences(words, english)

  describe(`what pages say in ${locale}`, () => {
    test('is in that language, in every sentence and each a sentence', () => {
      assert.equal(words.locale, locale)
      for (const [name, said] of all) {
        if (['locale', 'dir'].includes(name) || (locale === 'en' && without.has(name))) continue
        const text = String(said)
        assert.match(text, /\S/, name)
        assert.doesNotMatch(text, /undefined|\[object|NaN/, name)
        assert.equal(text, text.trim(), name)
        if (locale !== 'en' && wordsOf(text).length > 2) assert.notEqual(text, inEnglish.get(name), name)
      }
    })

    test('loses nothing that it is told, and markup in it is text', () => {
      for (const [name, said, values] of all) {
        const text = String(said)
        if (waits.has(name)) {
          assert.match(text, /45\s(?:more )?(?:seconds|Sekunden|secondes|segundos)/, name)
          continue
        }
        const isMarkup = said instanceof String
        for (let at = 0; at < values; at++) {
          // What is said as text is escaped where it stands in a page, what is markup already in itself.
          assert.ok(text.includes(isMarkup ? escaped(given(at)) : given(at)), name)
          if (isMarkup) assert.ok(!text.includes(given(at)), name)
        }
      }
    })

    test('sets its marks as people there do', () => {
      for (const [name, said] of all) {
        const text = String(said).replaceAll(/<[^>]*>|&[a-z]+;/g, '')
        assert.doesNotMatch(text, /['"]|\.\.\.| {2}/, name)
        if (locale === 'fr')
          assert.doesNotMatch(
            text,
            / [:;?!»]|« |[^\u00a0\u202f\s]:(?!\d|\/|[a-z*])|[^\u202f\s][?!;](?=\s|$)/,
            name,
          )
        if (locale === 'es') assert.equal(text.split('¿').length, text.split('?').length, name)
      }
    })

    test('stands on its pages, which say whose language it is', () => {
      for (const [name, page] of Object.entries(samplePages(undefined, words))) {
        if (name.startsWith('console')) continue
        assert.ok(page.includes(`<html lang="${locale}" dir="ltr">`), name)
      }
    })

    test('WCAG 2.5.3 calls a button, to those who hear it, by the words that it shows', () => {
      const said = /<(?:a|button)\s[^>]*aria-label="([^"]*)"[^>]*>([^<]+)</g
      for (const [name, page] of Object.entries(samplePages(undefined, words)))
        for (const [, spoken = '', shown = ''] of page.matchAll(said))
          assert.ok(spoken.toLowerCase().includes(shown.trim().toLowerCase()), `${name}: ${spoken}, ${shown}`)
    })
  })
}

/** What pages say beside what they are given: between tags, and in what is read aloud or by a script. */
function textsOf(page: string): Set<string> {
  const found = page.matchAll(/>([^<>]+)<|(?:aria-label|title|alt|data-[a-z_]+)="([^"]*)"/g)
  return new Set([...found].map(([, text = '', attribute = '']) => (text || attribute).trim()))
}

/** Names of fields in a detail of an application, commands for a terminal, a secret to type. */
const outsideWords = /^(?:Instructed amount, \w+|Creditor name|openssl .*|GEZD .*)$/

for (const locale of locales.filter((known) => known !== 'en')) {
  test(`no page says anything in English to somebody who reads ${locale}`, async () => {
    const spoken = samplePages(() => 'X', await wordsIn(locale))
    const inEnglish = samplePages(() => 'X', english)
    const left = Object.entries(spoken)
      .filter(([name]) => !name.startsWith('console'))
      .map(([name, page]) => {
        const known = textsOf(inEnglish[name] ?? '')
        const same = [...textsOf(page)].filter(
          (text) => known.has(text) && /\p{L}{2,}\s+\p{L}{2,}/u.test(text),
        )
        return [name, same.filter((text) => !outsideWords.test(text))] as const
      })
    assert.deepEqual(
      left.filter(([, texts]) => texts.length > 0),
      [],
    )
  })
}

test('a language is read once', async () => {
  assert.equal(await wordsIn('de'), await wordsIn('de'))
  assert.ok(!(wordsIn('de') instanceof Promise))
})
