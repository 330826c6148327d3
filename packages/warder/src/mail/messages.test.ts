import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { locales } from '../config/config.ts'
import { compose, personOf } from './messages.ts'
import type { MailKind, MailParameters } from './words/mail-words.ts'

const at = 1_800_000_000
const link = 'https://id.example/x?token=wtk_1&y=2'
const seen = {
  device: 'Firefox, macOS',
  address: '192.0.2.1',
  place: { country: 'CH', city: 'Zürich' },
  at,
}

/** What each message could be told. One that is missing here does not compile. */
const told: { [K in MailKind]: MailParameters[K] } = {
  mailTest: { at },
  confirmAddress: { link },
  alreadyRegistered: { link },
  resetPassword: { link },
  passwordChanged: { link, at },
  passwordGuessed: { link, at },
  newSignIn: { ...seen, link, reasons: ['new_device', 'new_country'] },
  signInCode: { ...seen, link, code: '012345' },
  signInStopped: { ...seen, link },
  sessionStopped: { ...seen, link },
  accountLocked: { link, since: at, removed: true, programs: true, passkeys: 2 },
  confirmNewAddress: { link },
  addressTaken: { link },
  addressAdded: { link, address: 'a…@example.com', at },
  addressChanged: { link, address: 'a…@example.com', at, until: at + 604_800 },
  addressRemoved: { link, at },
  authenticatorAdded: { link, at },
  authenticatorRemoved: { link, at, last: true },
  passkeyAdded: { ...seen, link },
  passkeyRemoved: { link, at, last: true },
  passwordRemoved: { link, at },
  passwordAdded: { link, at },
  setPassword: { link },
  identityAdded: { link, at, provider: 'Acme & <b>Co' },
  identityRemoved: { link, at, provider: 'Acme & <b>Co' },
  passkeyCopied: { ...seen, link, refused: true },
  recoveryCodesMade: { link, at },
  recoveryCodeUsed: { ...seen, link, left: 2, few: true },
  recoveryLink: { link, from: at },
  apiKeyMade: { link, at, prefix: 'wdr_live_0Abcdefg', rotated: false, own: true },
  actedFor: { at, name: 'Notes', minutes: 10 },
  webhookStopped: { at, host: 'hooks.example' },
  serviceCredentialEnded: { at, account: 'svc_4f1c', credential: 'crd_8a2b' },
  agentMade: { link, at, own: true },
  agentAsks: { link, at, own: true },
  serviceConnected: { link, at, service: 'Acme & <b>Pay' },
  approvalAsked: { link, at, name: 'Acme & <b>Pay' },
  accountDeactivated: { link, at },
  accountReactivated: { link, at },
  dataExported: { link, at, own: true },
  accountErased: { at },
  invitation: { link },
  memberInvitation: { link, organisation: 'Acme & <b>Co' },
  signInLink: { ...seen, link },
  oneTimeCode: { ...seen, code: '012345' },
  noAccount: { link, open: true },
  phoneAdded: { link, at, number: '+41 ••• 67' },
  phoneRemoved: { link, at, number: '+41 ••• 67' },
  textStepAdded: { link, at, number: '+41 ••• 67' },
  textStepRemoved: { link, at, last: true },
}
// The keys of a constant object are its type's keys; TypeScript calls them strings.
const kinds = Object.keys(told) as MailKind[]

const brand = 'Acme & <b>Söhne'
const appIn = (locale: (typeof locales)[number]) => ({ config: { brand: { name: brand, locale } } })
const tenant = { brand: { name: null, colour: null, logo: null } }
const byIn = (locale: (typeof locales)[number]) => ({ app: appIn(locale), tenant })
const ada = { email: 'ada@example.com', full_name: 'Ada Lovelace', locale: null }
const english = /\b(?:the|you|your|yours|with|this|have|password|account|please|address|sign|was this)\b/i

for (const locale of locales) {
  describe(`every message in ${locale}`, () => {
    for (const kind of kinds) {
      const mail = compose(byIn(locale), kind, personOf(appIn(locale), ada), told[kind])

      test(`${kind} is complete, in its language, and the same as text and as HTML`, () => {
        const { subject, text, html } = mail
        assert.doesNotMatch(subject + text + html, /\b(?:undefined|null|NaN)\b|\[object|\$\{|Invalid Date/)
        assert.ok(subject.length > 5 && subject.length < 100 && !/[\r\n]/.test(subject), subject)
        assert.ok(html.includes(`<html lang="${locale}"`))
        for (const part of text.split(/\n+/)) assert.ok(html.includes(escaped(part)), part)
        assert.ok(text.includes('Ada Lovelace'))
        if (locale === 'en') return
        const said = (subject + text).replaceAll(brand, '').replaceAll(link, '')
        assert.doesNotMatch(said.replaceAll('a…@example.com', ''), english)
      })

      test(`${kind} has its link once in the text, and once each as button and as words`, () => {
        const expected = 'link' in told[kind] ? 1 : 0
        assert.equal(count(mail.text, link), expected)
        assert.equal(count(mail.html, `href="${escaped(link)}"`), expected)
        assert.equal(count(mail.html, `>${escaped(link)}<`), expected)
      })

      test(`SE-20 ${kind} escapes the brand and loads nothing`, () => {
        assert.ok(!mail.html.includes('<b>'))
        assert.doesNotMatch(mail.html, /<(?:img|link|script|style|iframe)\b|url\(|\bon\w+=/i)
      })
    }
  })
}

for (const kind of kinds) {
  const mailIn = (locale: (typeof locales)[number]) =>
    compose(byIn(locale), kind, personOf(appIn(locale), ada), told[kind])

  test(`${kind} in French leaves no mark alone at the beginning of a line`, () => {
    const { subject, text, html } = mailIn('fr')
    for (const said of [subject, text, html.replace(/<[^>]*>/g, '')]) assert.doesNotMatch(said, / [:;?!»]|« /)
  })

  test(`${kind} in German goes on after its greeting, and makes no compound of a brand of several words`, () => {
    const { subject, text } = mailIn('de')
    const [, line = ''] = text.split('\n\n')
    assert.match(line.replace(/^Acme & <b>Co /, 'acme '), /^\p{Ll}/u)
    assert.doesNotMatch(subject + text, /Söhne-/)
  })

  test(`${kind} is shown in a list of mails by its first line, and not by the sign of the brand`, () => {
    for (const locale of locales) {
      const { text, html } = mailIn(locale)
      const seen = html.replace(/<title>.*<\/title>|<[^>]*>/g, '').trim()
      assert.ok(seen.startsWith(escaped(text.split('\n\n')[1] ?? '')), locale)
    }
  })
}

test('no two languages say the same', () => {
  for (const kind of kinds) {
    const bodies = locales.map((locale) =>
      compose(byIn(locale), kind, personOf(appIn(locale), ada), told[kind]),
    )
    assert.equal(new Set(bodies.map(({ subject }) => subject)).size, locales.length, kind)
  }
})

const readers: [locale: string | null, brandLocale: 'en' | 'fr', language: string][] = [
  ['de', 'en', 'de'],
  ['de-CH', 'en', 'de'],
  ['pt_BR', 'en', 'pt'],
  ['ja', 'fr', 'fr'],
  [null, 'fr', 'fr'],
]
for (const [locale, brandLocale, language] of readers) {
  test(`a person of ${locale ?? 'no language'} reads ${language}`, () => {
    assert.equal(personOf(appIn(brandLocale), { ...ada, locale }).locale, language)
  })
}

const names: [full_name: string, greeting: string][] = [
  ['Ada Lovelace', 'Hello Ada Lovelace,'],
  ['Dr. A. J. R. Smith', 'Hello Dr. A. J. R. Smith,'],
  ['', 'Hello,'],
  ['win at evil.example now', 'Hello,'],
  ['https://evil.example', 'Hello,'],
  ['mallory@evil.example', 'Hello,'],
  ['<img src=x onerror=alert(1)>', 'Hello,'],
  ['A'.repeat(81), 'Hello,'],
]
for (const [full_name, greeting] of names) {
  test(`SE-20 a person called “${full_name.slice(0, 30)}” is greeted with “${greeting}”`, () => {
    const reader = personOf(appIn('en'), { ...ada, full_name })
    assert.equal(compose(byIn('en'), 'resetPassword', reader, { link }).text.split('\n')[0], greeting)
  })
}

test('times are written in the language of the reader, and say that they are UTC', () => {
  const times = locales.map(
    (locale) => compose(byIn(locale), 'mailTest', personOf(appIn(locale), ada), { at }).text,
  )
  const expected = [
    '15 January 2027',
    '15. Januar 2027',
    '15 de enero de 2027',
    '15 janvier 2027',
    '15 de janeiro de 2027',
  ]
  for (const date of expected) assert.equal(times.filter((text) => text.includes(date)).length, 1, date)
  for (const text of times) assert.match(text, /\b08:00 UTC|\b8:00 UTC/)
})

const count = (text: string, part: string): number => text.split(part).length - 1

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
