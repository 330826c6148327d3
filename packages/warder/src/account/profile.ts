import type { Answer } from '../http/answer.ts'
import { locales, type Locale } from '../config/config.ts'
import { check } from '../http/body.ts'
import { formErrors } from '../http/browser/form-errors.ts'
import { unlimited } from '../http/limit.ts'
import { route, type Route } from '../http/router.ts'
import { profilePage } from '../pages/account/profile.ts'
import { account } from '../sessions/guard.ts'
import { tenantsOf } from '../tenants/same-people.ts'
import { profile } from '../users/inputs.ts'
import { updateProfile } from '../users/profile.ts'
import { answer, done, frame, type AccountCall } from './frame.ts'
import { promptOf } from './passwordless/pages.ts'

/** What people say of themselves. */
export const profilePages: readonly Route[] = [
  route('GET', '/account', unlimited, account, 'page', (call) => page(call, {})),
  route('POST', '/account/profile', unlimited, account, 'page', async (call) => {
    const { session, form } = call.caller
    const full_name = form.get('full_name') ?? ''
    const chosen = form.get('locale')
    const language = chosen === null ? {} : { locale: chosen || null }
    try {
      await updateProfile(call, session, check(profile, { full_name, ...language }))
      return done(call, '/account', 'name')
    } catch (error) {
      const { fields, status } = formErrors(call.caller.words, error, ['full_name'])
      return page(call, { values: { full_name }, errors: fields }, chosen, status)
    }
  }),
]

/** In its own language each, so that whoever cannot read the page finds theirs. */
const names: Record<Locale, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  pt: 'Português',
}

type Shown = Partial<Pick<Parameters<typeof profilePage>[0], 'values' | 'errors'>>

async function page(
  call: AccountCall,
  shown: Shown,
  chosen: string | null = null,
  status = 200,
): Promise<Answer> {
  const { session, words } = call.caller
  const { locale } = session
  // A program may have set one that we have no words for; saving the name must not take it away.
  const foreign = locale !== null && !locales.some((known) => known === locale)
  const languages = [
    { value: '', label: words.account.profile.noPreference },
    ...locales.map((known) => ({ value: known, label: names[known], lang: known })),
    ...(foreign ? [{ value: locale, label: locale }] : []),
  ]
  const prompt = await promptOf(call)
  const { items } = await tenantsOf(call, session.user_id, { limit: 1 })
  const member = items.length > 1
  const view = { ...frame(call), ...shown, prompt, member, languages, language: chosen ?? locale ?? '' }
  return answer(call, profilePage(view), status)
}
