import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import { addPasswordPage } from '../../../packages/warder/src/pages/account/passwordless/add.ts'
import { removePasswordPage } from '../../../packages/warder/src/pages/account/passwordless/remove.ts'
import { connectIdentityPage } from '../../../packages/warder/src/pages/account/identities/connect.ts'
import { phonePage } from '../../../packages/warder/src/pages/account/phone.ts'
import { profilePage } from '../../../packages/warder/src/pages/account/profile.ts'
import { securityPage } from '../../../packages/warder/src/pages/account/security.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'
import { noPasskeys } from './passkeys.ts'
import { noSecondStep } from './second-step.ts'

const day = 24 * 60 * 60

/** The pages of whoever leaves their password behind, as `samplePages` has all of them. */
export function passwordlessPages(
  words: PageWords,
  t: (text: string) => string,
  now: number,
): Record<string, string> {
  const frame: AccountFrame = {
    words,
    csrf: t('csrf'),
    now,
    brand: { name: t('Acme') },
    user: { full_name: t('Ada Lovelace'), email: t('ada@example.com'), roles: [] },
  }
  const phone = { number: t('+41 79 123 45 67'), sign_in: true, second_step: true, created_at: now - day }
  const offered = { sign_in: true }
  const used = { created_at: now - 40 * day, last_used_at: now - day }
  const profile = (state: 'password-only' | 'can-sign-in-without' | 'ready', passkeys = 0) =>
    profilePage({
      ...frame,
      languages: [{ value: '', label: words.account.profile.noPreference }],
      language: '',
      prompt: { state, passkeys },
    })
  return {
    'password-remove': removePasswordPage({ ...frame, ways: ['passkey', 'passkey', 'password', 'mail'] }),
    'password-remove-not-yet': removePasswordPage({
      ...frame,
      ways: ['password', 'mail'],
      stays: words.refused.password_one_way,
    }),
    'password-add': addPasswordPage({ ...frame, minLength: 15 }),
    'password-add-error': addPasswordPage({
      ...frame,
      minLength: 15,
      error: t('This is too easy to guess.'),
    }),
    'profile-may-remove': profile('ready', 1),
    'profile-one-way': profile('can-sign-in-without', 1),
    'profile-no-passkey': profile('password-only'),
    'profile-try-passkey': profile('password-only', 1),
    phone: phonePage({ ...frame, phone, offered, mayAdd: true }),
    'phone-add': phonePage({
      ...frame,
      phone: undefined,
      offered,
      mayAdd: true,
      values: { phone: t('079') },
      errors: { phone: t('This is not a number.') },
    }),
    'phone-code': phonePage({ ...frame, phone: undefined, offered, mayAdd: true, pending: phone.number }),
    'phone-off': phonePage({ ...frame, phone: undefined, offered, mayAdd: false }),
    'identity-connect': connectIdentityPage({
      ...frame,
      handle: t('wot_1'),
      title: t('Google'),
      label: t('ada@gmail.example'),
    }),
    'security-connected': securityPage({
      ...frame,
      password: { state: 'password-only', minLength: 15 },
      events: [],
      passkeys: noPasskeys,
      secondStep: noSecondStep,
      ways: 3,
      phone,
      identities: {
        identities: [
          { id: t('idn_1'), title: t('Google'), label: t('ada@gmail.example'), open: true, ...used },
          { id: t('idn_2'), title: t('Acme'), label: t('ada'), open: false, ...used, last_used_at: null },
        ],
        offered: [{ name: t('github'), title: t('GitHub') }],
      },
    }),
    'security-no-password': securityPage({
      ...frame,
      password: { state: 'passwordless', minLength: 15 },
      events: [],
      passkeys: noPasskeys,
      secondStep: noSecondStep,
      ways: 2,
    }),
  }
}
