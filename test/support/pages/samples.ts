import { applicationsPage } from '../../../packages/warder/src/pages/account/applications.ts'
import { profilePage } from '../../../packages/warder/src/pages/account/profile.ts'
import { securityPage } from '../../../packages/warder/src/pages/account/security.ts'
import { sessionsPage } from '../../../packages/warder/src/pages/account/sessions.ts'
import { consentPage } from '../../../packages/warder/src/pages/access/consent.ts'
import { devInboxPage } from '../../../packages/warder/src/pages/dev-inbox.ts'
import { errorPage } from '../../../packages/warder/src/pages/message/error.ts'
import { messagePage } from '../../../packages/warder/src/pages/message/message.ts'
import { scopeSentence } from '../../../packages/warder/src/pages/access/scopes.ts'
import { loginPage } from '../../../packages/warder/src/pages/sign-in/login.ts'
import { logoutPage } from '../../../packages/warder/src/pages/sign-in/logout.ts'
import { registerPage, registerSentPage } from '../../../packages/warder/src/pages/sign-in/register.ts'
import { setupPage } from '../../../packages/warder/src/pages/sign-in/setup.ts'
import { verifyEmailPage } from '../../../packages/warder/src/pages/sign-in/verify-email.ts'
import { english } from '../../../packages/warder/src/pages/words/en.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'
import { accessPages } from './access/pages.ts'
import { agentPages } from './agents.ts'
import { answerPages } from './answers.ts'
import { apiKeyPages } from './api-keys.ts'
import { consolePages } from './console/pages.ts'
import { emailPages } from './emails.ts'
import { lifePages } from './life.ts'
import { linkAndCodePages } from './links-and-codes.ts'
import { noPasskeys, passkeyPages, passkeys } from './passkeys.ts'
import { passwordlessPages } from './passwordless.ts'
import { noSecondStep, secondStep, secondStepPages } from './second-step.ts'
import { elsewherePages, recoveryPages, unusualPages } from './sign-in.ts'

/** The moment at which the sample pages are looked at. */
const sampleNow = 1_795_600_800

const minute = 60
const hour = 60 * minute
const day = 24 * hour

/**
 * Every page in every state that looks different, by name. Each text that comes from outside passes through
 * `outside`, so that a test can put something hostile in all of them.
 */
export function samplePages(
  outside: (text: string) => string = (text) => text,
  words: PageWords = english,
): Record<string, string> {
  return {
    ...signInPages(words, outside),
    ...recoveryPages(words, outside),
    ...unusualPages(words, outside),
    ...elsewherePages(words, outside, sampleNow),
    ...otherPages(words, outside),
    ...accessPages(words, outside),
    ...answerPages(words, outside, sampleNow),
    ...accountPages(words, outside),
    ...emailPages(words, outside, sampleNow),
    ...lifePages(words, outside, sampleNow),
    ...linkAndCodePages(words, outside, sampleNow),
    ...secondStepPages(words, outside, sampleNow),
    ...apiKeyPages(words, outside, sampleNow),
    ...agentPages(words, outside, sampleNow),
    ...passkeyPages(words, outside, sampleNow),
    ...passwordlessPages(words, outside, sampleNow),
    ...consolePages(outside, sampleNow),
  }
}

function signInPages(words: PageWords, t: (text: string) => string): Record<string, string> {
  const form = { words, csrf: t('csrf'), interaction: t('int_1'), brand: { name: t('Acme') }, minLength: 15 }
  const application = t('Acme Analytics')
  const email = t('ada@example.com')
  const full_name = t('Ada Lovelace')

  return {
    login: loginPage({ words, csrf: t('csrf'), next: '/account', open: true, brand: { name: t('Warder') } }),
    'login-application': loginPage({
      ...form,
      next: '/account',
      application,
      open: true,
      email,
      notice: t('Your password is changed. Sign in with it.'),
    }),
    'login-error': loginPage({
      ...form,
      next: '/account',
      application,
      email,
      error: t('The email address or the password is not right.'),
    }),
    register: registerPage({ ...form, application, values: {}, errors: {} }),
    'register-errors': registerPage({
      ...form,
      values: { email, full_name },
      errors: {
        full_name: t('Tell us what to call you.'),
        email: t('This does not look like an email address.'),
        password: t('This password appears in lists of stolen ones. Choose another.'),
      },
    }),
    'register-sent': registerSentPage({ ...form, email, resent: true }),
    'verify-email': verifyEmailPage({ ...form, token: t('tok_1'), needsPassword: false }),
    'verify-email-failed': verifyEmailPage({
      ...form,
      token: t('tok_1'),
      needsPassword: false,
      error: t('Try again.'),
    }),
    'verify-email-password': verifyEmailPage({
      ...form,
      token: t('tok_1'),
      needsPassword: true,
      error: t('This is not the password you chose.'),
    }),
    setup: setupPage({ ...form, token: t('tok_1'), values: {}, errors: {} }),
    'setup-errors': setupPage({
      ...form,
      token: t('tok_1'),
      values: { email, full_name },
      errors: { password: t('At least 15 characters, please.') },
      error: t('Nothing was saved.'),
    }),
  }
}

function otherPages(words: PageWords, t: (text: string) => string): Record<string, string> {
  const csrf = t('csrf')

  return {
    consent: consentPage({
      words,
      csrf,
      interaction: t('int_1'),
      shown: t('shown'),
      application: t('Acme Analytics'),
      client_uri_host: t('analytics.acme.example'),
      redirect_host: t('app.acme.example'),
      account: { name: t('Ada Lovelace'), email: t('ada@example.com') },
      scopes: ['openid', 'email', 'offline_access', 'reports:read'].map((name) => ({
        name,
        sentence: t(scopeSentence(words, name)),
      })),
      resource_hosts: [t('reports.acme.example'), t('files.acme.example')],
      firstTime: true,
    }),
    logout: logoutPage({ words, csrf, application: t('Acme Analytics'), fields: { state: t('xyz') } }),
    message: messagePage({
      words,
      title: t('Your email address is confirmed'),
      text: t('You can sign in now.'),
      tone: 'good',
      action: { href: `/login?interaction=${t('1')}`, label: t('Sign in') },
    }),
    error: errorPage({
      words,
      title: t('This link no longer works'),
      text: t('It may have been used already, or it is too old. Ask for a new one and open that.'),
      code: t('link_expired'),
      request_id: t('req_01J8ZP3QK7'),
      action: { href: '/forgot-password', label: t('Ask for a new link') },
    }),
    'dev-inbox': devInboxPage({
      words,
      now: sampleNow,
      mails: [
        {
          id: t('1'),
          channel: 'email',
          to: t('ada@example.com'),
          subject: t('Confirm your email address'),
          text: t(
            'Hello Ada Lovelace,\n\nopen this link to finish your account. It works for 24 hours.\n\nYou did not ask for it? Then do nothing.',
          ),
          links: [
            `http://localhost:3000/verify-email?token=${t('AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')}`,
            t('mailto:x'),
          ],
          codes: [],
          sent_at: sampleNow - 20,
        },
        {
          id: t('2'),
          channel: 'sms',
          to: t('+41 44 668 18 00'),
          subject: t(''),
          text: t('Your code is 012345.'),
          links: [],
          codes: [t('012345')],
          sent_at: sampleNow - 7 * minute,
        },
      ],
    }),
    'dev-inbox-empty': devInboxPage({ words, now: sampleNow, mails: [] }),
  }
}

function accountPages(words: PageWords, t: (text: string) => string): Record<string, string> {
  const frame = {
    words,
    csrf: t('csrf'),
    now: sampleNow,
    user: { full_name: t('Ada Lovelace'), email: t('ada@example.com'), roles: [t('member'), t('admin')] },
  }
  const session = {
    id: t('ses_1'),
    current: false,
    address: t('192.0.2.14'),
    created_at: sampleNow - 40 * day,
  }

  const languages = {
    languages: [
      { value: '', label: t('No preference') },
      { value: 'de', label: t('Deutsch'), lang: 'de' },
    ],
    language: 'de',
  }
  return {
    account: profilePage({ ...frame, ...languages, notice: { tone: 'good', text: t('Saved.') } }),
    'account-error': profilePage({
      ...frame,
      ...languages,
      values: { full_name: t('') },
      errors: { full_name: t('Tell us what to call you.') },
    }),
    security: securityPage({
      ...frame,
      passkeys: passkeys(t, sampleNow),
      secondStep: secondStep(t, sampleNow),
      ways: 2,
      password: { state: 'can-sign-in-without', minLength: 15 },
      events: [
        {
          sentence: t('Signed in with a password'),
          when: sampleNow - 9 * minute,
          device: t('Firefox on macOS'),
        },
        {
          sentence: t('Wrong password, three times'),
          when: sampleNow - 26 * hour,
          device: t('Chrome on Windows'),
          warning: true,
        },
        { sentence: t('Registered'), when: sampleNow - 90 * day, device: t('Firefox on macOS') },
      ],
    }),
    'security-errors': securityPage({
      ...frame,
      passkeys: noPasskeys,
      secondStep: noSecondStep,
      ways: 1,
      password: { state: 'ready', minLength: 15 },
      errors: {
        current_password: t('This is not your password.'),
        password: t('At least 15 characters, please.'),
      },
      events: [],
    }),
    sessions: sessionsPage({
      ...frame,
      sessions: [
        { ...session, current: true, device: t('Firefox on macOS'), last_seen_at: sampleNow },
        {
          ...session,
          device: t('Safari on iPhone'),
          last_seen_at: sampleNow - 3 * hour,
          place: { country: 'FR', city: t('Lyon') },
        },
        { ...session, device: t('Chrome on Windows'), last_seen_at: sampleNow - 9 * day },
      ],
      next_cursor: '1.ses_1',
    }),
    'sessions-one': sessionsPage({
      ...frame,
      sessions: [{ ...session, current: true, device: t('Firefox on macOS'), last_seen_at: sampleNow }],
    }),
    applications: applicationsPage({
      ...frame,
      grants: [
        {
          client_id: t('cli_1'),
          name: t('Acme Analytics'),
          scopes: ['openid', 'email', t('reports:read')],
          granted_at: sampleNow - 3 * day,
        },
        {
          client_id: t('https://notes.example/client'),
          name: t('Notes'),
          scopes: ['openid'],
          granted_at: sampleNow - 400 * day,
        },
      ],
    }),
    'applications-none': applicationsPage({ ...frame, grants: [] }),
  }
}
