import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consentPage } from '../access/consent.ts'
import { messagePage } from '../message/message.ts'
import { passkeyScript } from '../passkeys/script.ts'
import { scopeSentence } from '../access/scopes.ts'
import { stylesheet } from '../stylesheet.ts'
import { loginPage } from './login.ts'
import { logoutPage } from './logout.ts'
import { forgotPasswordPage, resetPasswordPage } from './recovery.ts'
import { registerPage } from './register.ts'
import { verifyEmailPage } from './verify-email.ts'
import { english } from '../words/en.ts'

/** The input of a name, as written. */
function input(page: string, name: string): string {
  return new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(page)?.[0] ?? ''
}

test('login stays under 30 KB, with its stylesheet, its script and whatever it may say', () => {
  const page = loginPage({
    words: english,
    csrf: 'c'.repeat(80),
    next: '/account',
    interaction: 'i'.repeat(50),
    application: 'Acme Analytics',
    error: 'The address or the password is not right.',
    notice: 'Your address is confirmed. You can sign in now.',
  })
  assert.ok(Buffer.byteLength(page + stylesheet.css + passkeyScript.js) < 30_000)
})

test('login keeps the waiting application in the form and in both links', () => {
  const page = loginPage({ words: english, csrf: 'c', next: '/account', interaction: 'a&b', open: true })
  assert.match(input(page, 'interaction'), /value="a&amp;b"/)
  assert.match(page, /href="\/forgot-password\?interaction=a%26b"/)
  assert.match(page, /href="\/register\?interaction=a%26b"/)
})

test('login without a waiting application carries no empty field for one', () => {
  assert.equal(input(loginPage({ words: english, csrf: 'c', next: '/account' }), 'interaction'), '')
})

test('login asks browsers and password managers for the right things', () => {
  const page = loginPage({ words: english, csrf: 'c', next: '/account' })
  assert.match(input(page, 'email'), /type="email".* autocomplete="username webauthn" inputmode="email"/)
  assert.match(input(page, 'password'), /type="password" autocomplete="current-password"/)
})

test('a failed login marks both fields, so that neither is told to be right, and says so in the title', () => {
  const page = loginPage({
    words: english,
    csrf: 'c',
    next: '/account',
    email: 'ada@example.com',
    error: 'Not right.',
  })
  for (const name of ['email', 'password']) {
    assert.match(input(page, name), /aria-invalid="true" aria-describedby="login-error"/)
  }
  assert.match(page, /role="alert" id="login-error"/)
  assert.match(page, /<title>Error: Sign in · Warder<\/title>/)
})

test('register says how long a password has to be before it is refused', () => {
  const page = registerPage({ words: english, csrf: 'c', values: {}, errors: {}, minLength: 12 })
  assert.match(page, /At least 12 characters/)
  assert.match(input(page, 'password'), /autocomplete="new-password".* minlength="12"/)
})

test('register puts the error beside its field and the focus on the first field in error', () => {
  const errors = { email: 'Not an address.', password: 'Too short.' }
  const page = registerPage({
    words: english,
    csrf: 'c',
    values: { full_name: 'Ada', email: 'ada' },
    errors,
    minLength: 15,
  })
  assert.match(
    input(page, 'email'),
    /value="ada".* autofocus aria-invalid="true" aria-describedby="email-error"/,
  )
  assert.match(page, /<p class="error" id="email-error">Not an address.<\/p>/)
  assert.doesNotMatch(input(page, 'full_name'), /autofocus|aria-invalid/)
  assert.match(page, /<a href="#password">Password: Too short.<\/a>/)
})

test('forgot-password answers in words that do not tell whether the account exists', () => {
  assert.match(
    forgotPasswordPage({ words: english, csrf: 'c', sent: true, email: 'ada@example.com' }),
    /If <b><bdi>ada@example.com<\/bdi><\/b>\s+has an account/,
  )
})

test('reset-password shows whose password it is without asking for it again', () => {
  const page = resetPasswordPage({
    words: english,
    csrf: 'c',
    token: 't',
    email: 'ada@example.com',
    minLength: 15,
  })
  assert.match(input(page, 'email'), /value="ada@example.com" autocomplete="username".* readonly/)
})

test('verify-email asks for a password only where the link does not prove enough', () => {
  const page = (needsPassword: boolean) =>
    verifyEmailPage({ words: english, csrf: 'c', token: 't', minLength: 15, needsPassword })
  assert.equal(input(page(false), 'password'), '')
  assert.notEqual(input(page(true), 'password'), '')
})

test('logout sends the rest of the request back unchanged', () => {
  const page = logoutPage({ words: english, csrf: 'c', fields: { state: 'a"b' } })
  assert.match(input(page, 'state'), /value="a&quot;b"/)
})

test('consent names who asks and where the browser goes next, and both answers are buttons', () => {
  const page = consentPage({
    words: english,
    csrf: 'c',
    interaction: 'i',
    shown: 's',
    application: 'Notes',
    redirect_host: 'notes.example',
    account: { name: 'Ada', email: 'ada@example.com' },
    scopes: [{ name: 'email', sentence: scopeSentence(english, 'email') }],
    resource_hosts: ['api.example', 'files.example'],
    firstTime: true,
  })
  assert.match(page, /You go next to<\/dt>\s*<dd>\s*<b><bdi>notes.example/)
  assert.match(page, /name="decision" value="deny"/)
  assert.match(page, /name="decision" value="allow"/)
  assert.match(page, /See your email address/)
  assert.match(page, /It will use this at: <b><bdi>api.example<\/bdi><\/b>, <b><bdi>files.example/)
})

test('a scope without a sentence is named, also when it is called like a property of every object', () => {
  assert.equal(scopeSentence(english, 'constructor'), 'Use the permission “constructor”')
})

test('a message whose action leads nowhere safe has no link', () => {
  const message = { title: 'T', text: 'x', tone: 'plain' as const }
  const page = messagePage({
    words: english,
    ...message,
    action: { href: 'javascript:alert(1)', label: 'Go' },
  })
  assert.doesNotMatch(page, /javascript|class="button/)
})
