import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import { addPasswordPage } from '../../../packages/warder/src/pages/account/passwordless/add.ts'
import { removePasswordPage } from '../../../packages/warder/src/pages/account/passwordless/remove.ts'
import { profilePage } from '../../../packages/warder/src/pages/account/profile.ts'
import { securityPage } from '../../../packages/warder/src/pages/account/security.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'
import { noPasskeys } from './passkeys.ts'
import { noSecondStep } from './second-step.ts'

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
  const profile = (state: 'password-only' | 'can-sign-in-without' | 'ready', passkeys = 0) =>
    profilePage({
      ...frame,
      languages: [{ value: '', label: 'No preference' }],
      language: '',
      prompt: { state, passkeys },
    })
  return {
    'password-remove': removePasswordPage({ ...frame, ways: ['passkey', 'passkey', 'password', 'mail'] }),
    'password-remove-not-yet': removePasswordPage({
      ...frame,
      ways: ['password', 'mail'],
      stays: 'Without your password you would have a single way to sign in. Add another one first.',
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
