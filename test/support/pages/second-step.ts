import { addAuthenticatorPage } from '../../../packages/warder/src/pages/account/second-step/add.ts'
import { changeAuthenticatorPage } from '../../../packages/warder/src/pages/account/second-step/change.ts'
import { recoveryCodesPage } from '../../../packages/warder/src/pages/account/second-step/codes.ts'
import type { AccountFrame } from '../../../packages/warder/src/pages/account/layout.ts'
import type { SecondStepView } from '../../../packages/warder/src/pages/account/second-step/section.ts'
import type { PageWords } from '../../../packages/warder/src/pages/words/words.ts'

const day = 24 * 60 * 60

/** The second step of somebody with two apps and few codes left. */
export function secondStep(t: (text: string) => string, now: number): SecondStepView {
  return {
    authenticators: [
      { id: t('tot_1'), name: t('Blue phone'), created_at: now - 90 * day, last_used_at: now - 3 * day },
      { id: t('tot_2'), name: t('Authenticator app'), created_at: now - day, last_used_at: null },
    ],
    mayAdd: true,
    codes: { left: 2, of: 10, few: true },
  }
}

export const noSecondStep: SecondStepView = { authenticators: [], mayAdd: true, codes: undefined }

const square =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 57 57"><path fill="#fff" d="M0 0h57v57H0z"/><path d="M4 4h7v7h-7zM46 4h7v7h-7zM4 46h7v7h-7z"/></svg>'

/** The pages about authenticator apps and recovery codes, as `samplePages` has all of them. */
export function secondStepPages(
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
  const enrolment = {
    words,
    csrf: t('csrf'),
    action: '/account/security/authenticators/confirm',
    id: t('tot_3'),
    secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
    qr_code: `data:image/svg+xml;base64,${Buffer.from(square).toString('base64')}`,
    otpauth_uri: 'otpauth://totp/Acme:ada%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Acme',
  }
  const codes = Array.from({ length: 10 }, (_, at) => `k7qm-3x9${at}-b2hw-0zv${at}`)
  const [authenticator] = secondStep(t, now).authenticators
  if (!authenticator) throw new Error('there is a sample')
  return {
    'second-step-add': addAuthenticatorPage({ ...frame, enrolment }),
    'second-step-add-wrong': addAuthenticatorPage({
      ...frame,
      enrolment: {
        ...enrolment,
        values: { name: t('Blue phone') },
        errors: { code: t('This code is not right. You have 4 more tries.') },
      },
    }),
    'second-step-codes': recoveryCodesPage({ ...frame, codes, why: 'added' }),
    'second-step-new-codes': recoveryCodesPage({ ...frame, codes, why: 'new' }),
    'second-step-change': changeAuthenticatorPage({ ...frame, authenticator, last: true }),
    'second-step-change-error': changeAuthenticatorPage({
      ...frame,
      authenticator,
      last: false,
      value: t(''),
      error: t('Please fill this in.'),
    }),
  }
}
