import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import { emailsPage } from '../../../packages/warder/src/pages/account/emails.ts'
import { confirmEmailPage, undoEmailPage } from '../../../packages/warder/src/pages/sign-in/confirm-email.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'

const day = 24 * 60 * 60

/** The pages about the addresses of an account, as `samplePages` has all of them. */
export function emailPages(
  words: PageWords,
  t: (text: string) => string,
  sampleNow: number,
): Record<string, string> {
  const frame: AccountFrame = {
    words,
    csrf: t('csrf'),
    now: sampleNow,
    user: { full_name: t('Ada Lovelace'), email: t('ada@example.com'), roles: [] },
  }
  const form = { words, csrf: t('csrf'), brand: { name: t('Acme') } }
  const email = t('ada@example.com')
  const confirmation = { token: t('tok_1'), email: t('ada@new.example'), account: email }
  const address = {
    id: t('eml_1'),
    email: t('ada@example.com'),
    primary: false,
    verified: true,
    created_at: sampleNow - 90 * day,
    held_until: null,
  }

  return {
    emails: emailsPage({
      ...frame,
      emails: [
        { ...address, primary: true },
        { ...address, id: t('eml_2'), email: t('ada@work.example') },
        { ...address, id: t('eml_3'), email: t('ada@old.example'), held_until: sampleNow + 6 * day },
        { ...address, id: t('eml_4'), email: t('lovelace@example.com'), verified: false },
      ],
    }),
    'emails-error': emailsPage({
      ...frame,
      emails: [{ ...address, primary: true }],
      value: t('ada@'),
      error: t('This is not an email address.'),
    }),
    'confirm-email': confirmEmailPage({ ...form, ...confirmation, reader: 'owner', primary: true }),
    'confirm-email-stranger': confirmEmailPage({
      ...form,
      ...confirmation,
      reader: 'nobody',
      primary: false,
    }),
    'confirm-email-other': confirmEmailPage({
      ...form,
      ...confirmation,
      reader: { other: t('bob@example.com') },
      primary: false,
      error: t('This link belongs to another account.'),
    }),
    'undo-email': undoEmailPage({ ...form, token: t('tok_1'), email }),
  }
}
