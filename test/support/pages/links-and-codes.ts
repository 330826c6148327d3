import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import { phonePage } from '../../../packages/warder/src/pages/account/phone.ts'
import {
  codeAskPage,
  codeEnterPage,
} from '../../../packages/warder/src/pages/sign-in/without-password/code.ts'
import {
  magicAskPage,
  magicOpenPage,
  magicSentPage,
} from '../../../packages/warder/src/pages/sign-in/without-password/magic.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'

/** The pages that sign in by a link or a code, and that of a phone number, as `samplePages` has all of them. */
export function linkAndCodePages(
  words: PageWords,
  t: (text: string) => string,
  now: number,
): Record<string, string> {
  const form = { words, csrf: t('csrf'), interaction: t('int_1'), brand: { name: t('Acme') }, back: '/login' }
  const application = t('Acme Analytics')
  const email = t('ada@example.com')
  const open = {
    ...form,
    token: t('tok_1'),
    email,
    other: undefined,
    asksNumber: false,
    waitsElsewhere: false,
  }
  const frame: AccountFrame = {
    words,
    csrf: t('csrf'),
    now,
    brand: { name: t('Acme') },
    user: { full_name: t('Ada Lovelace'), email, roles: [] },
  }
  const number = t('+41791234567')
  const phone = { number, sign_in: true, second_step: true, created_at: now - 90_000 }
  return {
    magic: magicAskPage({ ...form, application, email, codeInstead: '/otp' }),
    'magic-error': magicAskPage({ ...form, email, error: t('This is not an email address.') }),
    'magic-sent': magicSentPage({ ...form, email, number: '4711', again: true }),
    'magic-open': magicOpenPage(open),
    'magic-open-elsewhere': magicOpenPage({
      ...open,
      other: t('bob@example.com'),
      asksNumber: true,
      waitsElsewhere: true,
      error: t('This is not the number.'),
    }),
    otp: codeAskPage({ ...form, channel: 'email', application, to: email }),
    'otp-sms': codeAskPage({ ...form, channel: 'sms', to: number, error: t('This is not a number.') }),
    'otp-enter': codeEnterPage({
      ...form,
      channel: 'email',
      challenge_id: t('wot_1'),
      to: email,
      again: true,
    }),
    'otp-enter-sms': codeEnterPage({
      ...form,
      channel: 'sms',
      challenge_id: t('wot_1'),
      to: number,
      remember: true,
      error: t('This code is not right.'),
    }),
    'phone-none': phonePage({ ...frame, phone: undefined, offered: { sign_in: true }, mayAdd: true }),
    'phone-off': phonePage({ ...frame, phone: undefined, offered: { sign_in: false }, mayAdd: false }),
    phone: phonePage({ ...frame, phone, offered: { sign_in: true }, mayAdd: true }),
    'phone-pending': phonePage({
      ...frame,
      phone,
      offered: { sign_in: true },
      mayAdd: true,
      pending: t('+41791234568'),
      errors: { code: t('This code is not right.') },
    }),
  }
}
