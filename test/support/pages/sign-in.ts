import { forgotPasswordPage, resetPasswordPage } from '../../../packages/warder/src/pages/sign-in/recovery.ts'
import type { Seconds } from '@warder/protocol'
import { connectIdentityPage } from '../../../packages/warder/src/pages/account/identities/connect.ts'
import { securityPage } from '../../../packages/warder/src/pages/account/security.ts'
import { mfaPage } from '../../../packages/warder/src/pages/second-step/mfa.ts'
import { loginPage } from '../../../packages/warder/src/pages/sign-in/login.ts'
import { unsolicitedPage } from '../../../packages/warder/src/pages/sign-in/without-password/unsolicited.ts'
import { registerPage } from '../../../packages/warder/src/pages/sign-in/register.ts'
import { notMePage, wasItMePage } from '../../../packages/warder/src/pages/sign-in/not-me.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'
import { noPasskeys } from './passkeys.ts'
import { noSecondStep } from './second-step.ts'

/** The pages about a sign-in that is unusual. */
export function unusualPages(words: PageWords, t: (text: string) => string): Record<string, string> {
  const form = { words, csrf: t('csrf'), brand: { name: t('Acme') } }
  const email = t('ada@example.com')
  const code = {
    ...form,
    interaction: t('int_1'),
    email: t('a•••@example.com'),
    method: 'email' as const,
    others: [],
    trustDays: 0,
    confirming: false,
  }
  const facts = [
    t('Device: Firefox on macOS'),
    t('Place: Switzerland (192.0.2.14)'),
    t('Time: 25 November 2026 at 21:00 UTC'),
  ]
  return {
    mfa: mfaPage({ ...code, sent: true }),
    'mfa-error': mfaPage({ ...code, return_to: t('/account/sessions'), error: t('This code is not right.') }),
    'mfa-app': mfaPage({ ...code, method: 'totp', others: ['sms', 'backup_code'], trustDays: 30 }),
    'mfa-passkey': mfaPage({ ...code, method: 'passkey', others: ['totp', 'backup_code'], trustDays: 30 }),
    'mfa-recovery': mfaPage({ ...code, method: 'backup_code', others: ['passkey'], trustDays: 1 }),
    'not-me': notMePage({ ...form, token: t('tok_1'), email }),
    'was-it-me': wasItMePage({ ...form, token: t('tok_1'), email, facts }),
  }
}

/** The pages about accounts elsewhere. */
export function elsewherePages(
  words: PageWords,
  t: (text: string) => string,
  now: Seconds,
): Record<string, string> {
  const providers = ['Google', 'Microsoft', 'Acme & Co'].map((title) => ({
    name: title.slice(0, 4),
    title: t(title),
    path: `/auth/oauth/${title.slice(0, 4)}`,
  }))
  const form = { words, csrf: t('csrf'), brand: { name: t('Acme') }, providers }
  const user = { full_name: t('Ada Lovelace'), email: t('ada@example.com'), roles: [] }
  const frame = { words, csrf: t('csrf'), brand: { name: t('Acme') }, user, now }
  const identity = { id: t('crd_1'), label: t('ada@gmail.example'), created_at: now - 90_000 }
  const security = { password: { state: 'password-only', minLength: 15 }, events: [], ways: 2 } as const
  return {
    'login-elsewhere': loginPage({ ...form, next: '/account', return_to: t('/account/sessions') }),
    'login-elsewhere-said': loginPage({
      ...form,
      next: '/account',
      said: t('You did not let Google tell us.'),
    }),
    'register-elsewhere': registerPage({ ...form, minLength: 15, values: {}, errors: {} }),
    'security-elsewhere': securityPage({
      ...frame,
      ...security,
      passkeys: noPasskeys,
      secondStep: noSecondStep,
      identities: {
        identities: [
          { ...identity, title: t('Google'), open: true, last_used_at: now - 3600 },
          { ...identity, title: t('Old Corp'), open: false, last_used_at: null },
        ],
        offered: providers,
      },
    }),
    'security-no-elsewhere': securityPage({
      ...frame,
      ...security,
      passkeys: noPasskeys,
      secondStep: noSecondStep,
      identities: { identities: [], offered: providers },
    }),
    'sign-in-unsolicited': unsolicitedPage({
      ...form,
      title: t('Acme & Co'),
      action: '/auth/saml/acme/resume',
      handle: t('wot_1'),
      label: t('ada@acme.example'),
    }),
    'connect-identity': connectIdentityPage({
      ...frame,
      handle: t('wot_1'),
      title: t('Google'),
      label: t('ada@gmail.example'),
    }),
  }
}

/** The way back of whoever forgot their password. */
export function recoveryPages(words: PageWords, t: (text: string) => string): Record<string, string> {
  const form = { words, csrf: t('csrf'), interaction: t('int_1'), minLength: 15 }
  const email = t('ada@example.com')

  return {
    'forgot-password': forgotPasswordPage({ ...form, email }),
    'forgot-password-error': forgotPasswordPage({
      ...form,
      email,
      error: t('This does not look like an email address.'),
    }),
    'forgot-password-sent': forgotPasswordPage({ ...form, sent: true, email }),
    'reset-password': resetPasswordPage({ ...form, token: t('tok_1'), email }),
    'reset-password-error': resetPasswordPage({
      ...form,
      token: t('tok_1'),
      error: t('At least 15 characters, please.'),
    }),
  }
}
