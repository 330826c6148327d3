import assert from 'node:assert/strict'
import { test } from 'node:test'
import { acceptedLocale, localeOf } from './locale.ts'
import { quickest } from '../../../../../test/support/timing/quickest.ts'

const headers: [header: string | null, locale: string | undefined][] = [
  [null, undefined],
  ['', undefined],
  ['*', undefined],
  ['de', 'de'],
  ['de-CH', 'de'],
  ['DE-ch, en;q=0.8', 'de'],
  ['en;q=0.5, fr;q=0.9', 'fr'],
  ['ja, pt-BR;q=0.4', 'pt'],
  ['fr;q=0, es;q=0.1', 'es'],
  ['fr, es', 'fr'],
  ['fr ; q=0.2 , es ; q=1', 'es'],
  ['fr;q=2, es;q=0.1', 'es'],
  ['deutsch', undefined],
  ['de/../../etc', undefined],
]
for (const [header, locale] of headers) {
  test(`RFC 9110 §12.5.4: “${header ?? 'no header'}” asks for ${locale ?? 'none of ours'}`, () => {
    assert.equal(acceptedLocale(header), locale)
  })
}

test('DS-06 a long header is read only so far, and at once', async () => {
  const took = await quickest(() => {
    assert.equal(acceptedLocale(`${'ja;q=0.1,'.repeat(20_000)}de`), undefined)
    assert.equal(localeOf('de-'.repeat(50_000)), 'de')
  })
  assert.ok(took < 50, `${took} ms`)
})
