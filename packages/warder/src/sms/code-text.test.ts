import assert from 'node:assert/strict'
import { test } from 'node:test'
import { locales } from '../config/config.ts'
import { codeText } from './code-text.ts'

/** The default alphabet of text messages (3GPP TS 23.038 §6.2.1): one letter outside of it, and fewer than half fit in. */
const gsm =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'

const brand = { name: 'Acme Analytics and Sons', locale: 'en' } as const
const config = { brand }
const tenant = {
  origin: 'https://sign-in.analytics.acme.example:8443',
  brand: { name: null, colour: null, logo: null },
}
const to = '+41791234567'

for (const locale of locales) {
  for (const purpose of ['sign-in', 'confirm'] as const) {
    test(`${purpose} in ${locale} is one text message, and its last line binds the code to our host`, () => {
      const { text } = codeText({ config }, tenant, { to, locale, purpose, code: '012345' })
      assert.deepEqual(
        [...text].filter((letter) => !gsm.includes(letter)),
        [],
      )
      assert.ok(text.length <= 160, `${text.length}`)
      const [said = '', last] = text.split('\n\n')
      assert.ok(said.includes('012345') && said.includes(brand.name))
      assert.equal(last, '@sign-in.analytics.acme.example #012345')
    })
  }
}
