import assert from 'node:assert/strict'
import { test } from 'node:test'
import { quickest } from '../../../../../test/support/timing/quickest.ts'
import { askedLocale, languageOf, spokenHandle, tokenOfHandle } from './language.ts'

const asked: [ui_locales: string | null, locale: string | undefined][] = [
  [null, undefined],
  ['', undefined],
  ['fr de', 'fr'],
  ['tlh zz-ZZ de-CH fr', 'de'],
  ['EN-us', 'en'],
  ['../../de', undefined],
  ['__proto__ constructor toString', undefined],
  ['de\u0000', undefined],
  ['de,fr', undefined],
]
for (const [ui_locales, locale] of asked) {
  test(`OIDC Core §3.1.2.1 ${JSON.stringify(ui_locales)} asks for ${locale ?? 'none of ours'}`, () => {
    assert.equal(askedLocale(ui_locales), locale)
  })
}

test('DS-06 fifty thousand tags cost next to nothing and ask for none', async () => {
  const hostile = 'xx-YY '.repeat(50_000)
  const request = {
    url: `https://auth.example/login?ui_locales=${encodeURIComponent(hostile)}&interaction=${'.'.repeat(50_000)}`,
    headers: new Headers({ 'accept-language': hostile }),
  }
  const app = { config: { brand: { locale: 'pt' as const } } }
  const took = await quickest(() => {
    assert.equal(askedLocale(`${hostile}de`), undefined)
    assert.deepEqual(languageOf({ app, request }), { locale: 'pt', asked: undefined })
  })
  assert.ok(took < 50, `${took} ms`)
})

test('a handle says the language beside its token, which alone is looked up', () => {
  assert.equal(spokenHandle('token', undefined), 'token')
  assert.equal(spokenHandle('token', 'fr'), 'token.fr')
  assert.equal(tokenOfHandle('token.fr'), 'token')
  assert.equal(tokenOfHandle('token'), 'token')
})
