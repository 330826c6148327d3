import { activityPage } from '../../../packages/warder/src/pages/account/activity.ts'
import { goOnPage } from '../../../packages/warder/src/pages/account/organisations/go-on.ts'
import { organisationsPage } from '../../../packages/warder/src/pages/account/organisations/list.ts'
import { privacyPage } from '../../../packages/warder/src/pages/account/privacy.ts'
import { agreePage } from '../../../packages/warder/src/pages/privacy/agree.ts'
import { invitePage, joinPage } from '../../../packages/warder/src/pages/sign-in/invite.ts'
import { reauthenticatePage } from '../../../packages/warder/src/pages/second-step/reauthenticate.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'

/** The pages about the life of an account: how it begins by an invitation, what happened, and how it ends. */
export function lifePages(
  words: PageWords,
  t: (text: string) => string,
  now: number,
): Record<string, string> {
  const form = { words, csrf: t('csrf'), brand: { name: t('Acme') } }
  const email = t('ada@example.com')
  const invited = { ...form, token: t('tok_1'), email, minLength: 15 }
  const user = { full_name: t('Ada Lovelace'), email, roles: [t('admin')] }
  const account = { ...form, user, now }
  const events = [
    {
      sentence: words.account.events['session.opened'].succeeded,
      when: now - 60,
      device: t('Firefox on macOS · 192.0.2.14'),
    },
    {
      sentence: words.account.events['sign_in.password'].refused,
      when: now - 90_000,
      device: t('Chrome · 203.0.113.9'),
      warning: true,
    },
    {
      sentence: words.account.events['user.password_change_required'].succeeded,
      when: now - 900_000,
      device: '',
    },
  ]
  const terms = {
    title: t('Terms'),
    version: t('2027-01'),
    text: t('I agree to the terms'),
    url: 'https://acme.example/terms',
  }
  const boxes = [
    { ...terms, name: 'consent_terms', required: true },
    { ...terms, name: 'consent_news', text: t('Send me news by mail'), url: undefined, required: false },
  ]
  const consents = (['given', 'outdated', 'withdrawn', 'never'] as const).map((state) => ({
    ...terms,
    id: state,
    state,
    required: state === 'given',
    since: state === 'never' ? null : now - 90_000,
  }))
  return {
    invite: invitePage({ ...invited, values: {}, errors: {} }),
    'invite-errors': invitePage({
      ...invited,
      values: { full_name: t('Ada Lovelace') },
      errors: { full_name: t('Tell us what to call you.'), password: t('Use at least 15 characters.') },
    }),
    'invite-join': joinPage(invited),
    'invite-organisation': joinPage({ ...invited, organisation: t('Acme Ltd') }),
    organisations: organisationsPage({
      ...account,
      organisations: [{ slug: 'acme', name: t('Acme Ltd') }],
      next_cursor: 'acme',
    }),
    'organisations-none': organisationsPage({ ...account, organisations: [], next_cursor: null }),
    'go-on': goOnPage({
      ...form,
      path: '/account/organisations/acme',
      organisation: t('Acme Ltd'),
      application: t('Notes'),
      email,
    }),
    reauthenticate: reauthenticatePage({
      ...form,
      email,
      return_to: t('/account/privacy'),
      ways: ['password', 'passkey', 'totp', 'backup_code'],
    }),
    'reauthenticate-elsewhere': reauthenticatePage({
      ...form,
      email,
      return_to: t('/account/privacy'),
      ways: ['email'],
      elsewhere: { name: t('con_1'), title: t('Acme'), path: '/auth/saml/acme/login?again=yes' },
    }),
    'reauthenticate-error': reauthenticatePage({
      ...form,
      email,
      ways: ['password'],
      return_to: t('/account/privacy'),
      error: t('This is not your current password.'),
    }),
    activity: activityPage({ ...account, events, next_cursor: t('evt_7') }),
    'activity-empty': activityPage({ ...account, events: [], next_cursor: null }),
    privacy: privacyPage({ ...account, consents }),
    'privacy-error': privacyPage({ ...account, consents: [], error: t('Please tick the box first.') }),
    agree: agreePage({ ...form, boxes }),
    'agree-error': agreePage({
      ...form,
      boxes: boxes.map((box) => ({ ...box, error: t('This has to be agreed to.') })),
    }),
  }
}
