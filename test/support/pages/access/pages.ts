import { consentPage } from '../../../../packages/warder/src/pages/access/consent.ts'
import { shownDetail } from '../../../../packages/warder/src/pages/access/details.ts'
import { deviceCodePage, deviceConsentPage } from '../../../../packages/warder/src/pages/access/device.ts'
import { scopeSentence } from '../../../../packages/warder/src/pages/access/scopes.ts'
import { reauthenticatePage } from '../../../../packages/warder/src/pages/second-step/reauthenticate.ts'
import { recoverPage } from '../../../../packages/warder/src/pages/second-step/recover.ts'
import {
  setUpAppPage,
  setUpDonePage,
  setUpPage,
  setUpPhonePage,
} from '../../../../packages/warder/src/pages/second-step/set-up.ts'
import type { PageWords } from '../../../../packages/warder/src/pages/words/words.ts'

const everyScope = ['openid', 'profile', 'email', 'phone', 'address', 'offline_access']

/** What applications nobody knows and devices ask for, and setting up what is asked for, as `samplePages` has all of them. */
export function accessPages(words: PageWords, t: (text: string) => string): Record<string, string> {
  const form = { words, csrf: t('csrf'), brand: { name: t('Acme') } }
  const account = { name: t('Ada Lovelace'), email: t('ada@example.com') }
  const scopes = [...everyScope, 'reports:read'].map((name) => ({
    name,
    sentence: t(scopeSentence(words, name)),
  }))
  const asked = { ...form, account, scopes, application: t('Acme Analytics') }
  const consent = {
    ...asked,
    interaction: t('int_1'),
    shown: t('shown'),
    redirect_host: 'localhost:8080',
    about: { policy_uri: 'https://acme.example/privacy', tos_uri: 'https://acme.example/terms' },
    resource_hosts: [],
    firstTime: false,
  }
  const device = {
    ...asked,
    user_code: t('WDJB-MJHT'),
    facts: [t('television'), t('192.0.2.14')],
    resource_hosts: [t('reports.acme.example')],
    details: [shownDetail({ type: t('payment_initiation'), creditorName: t('The Corner Shop') })],
  }
  return {
    'consent-stranger': consentPage({ ...consent, stranger: { published_at: undefined } }),
    'consent-stranger-published': consentPage({ ...consent, stranger: { published_at: t('acme.example') } }),
    device: deviceCodePage({ ...form, user_code: t('WDJB-MJHT') }),
    'device-error': deviceCodePage({ ...form, error: t('This code is not known.') }),
    'device-consent': deviceConsentPage(device),
    'device-consent-stranger': deviceConsentPage({ ...device, stranger: { published_at: undefined } }),
    ...setUpPages(words, t),
  }
}

const square = 'data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4='

function setUpPages(words: PageWords, t: (text: string) => string): Record<string, string> {
  const form = { words, csrf: t('csrf'), brand: { name: t('Acme') }, interaction: t('int_1') }
  const recover = { ...form, token: t('tok_1'), email: t('ada@example.com'), password: true }
  const phone = { ...form, back: '/mfa/set-up' }
  const enrolment = {
    csrf: t('csrf'),
    action: '/mfa/set-up/confirm',
    id: t('tot_3'),
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    qr_code: square,
    otpauth_uri: 'otpauth://totp/Acme:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme',
  }
  return {
    'reauthenticate-level': reauthenticatePage({
      ...form,
      email: t('ada@example.com'),
      ways: ['passkey', 'totp', 'sms', 'backup_code', 'email'],
      return_to: '/account/security',
      application: t('Acme Pay'),
      level: '2',
      error: t('Too many attempts.'),
    }),
    recover: recoverPage(recover),
    'recover-wait': recoverPage({ ...recover, wait: t('28 November 2026 at 10:00 UTC') }),
    'set-up': setUpPage({ ...form, next: '/account', texts: true }),
    'set-up-app': setUpAppPage({ ...form, enrolment, back: '/mfa/set-up' }),
    'set-up-phone': setUpPhonePage({ ...phone, value: t('12'), error: t('That is no number.') }),
    'set-up-phone-code': setUpPhonePage({ ...phone, number: t('+41791234567') }),
    'set-up-done': setUpDonePage({
      ...form,
      codes: Array.from({ length: 10 }, (_, at) => `k7qm-3x9${at}-b2hw-0zv${at}`),
      next: '/account',
    }),
  }
}
