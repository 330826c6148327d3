import { createKey } from '../../api-keys/create.ts'
import { newKey } from '../../api-keys/inputs.ts'
import { findKey, listKeys } from '../../api-keys/list.ts'
import { personKeeper } from '../../api-keys/owners/keeper.ts'
import { revokeKey } from '../../api-keys/revoke.ts'
import { rotateKey } from '../../api-keys/rotate.ts'
import { offeredScopes } from '../../api-keys/scopes.ts'
import { usageOf } from '../../api-keys/usage.ts'
import type { Answer } from '../../http/answer.ts'
import { check } from '../../http/body.ts'
import { atFields, formErrors } from '../../http/browser/form-errors.ts'
import { mailing, unlimited } from '../../http/limit.ts'
import { route, type Route } from '../../http/router.ts'
import { apiKeysPage } from '../../pages/account/api-keys/list.ts'
import { madeApiKeyPage } from '../../pages/account/api-keys/made.ts'
import { newApiKeyPage, type NewKeyView } from '../../pages/account/api-keys/new.ts'
import { apiKeyPage } from '../../pages/account/api-keys/one.ts'
import { scopesIn } from '../../pages/account/scope-boxes.ts'
import { account } from '../../sessions/guard.ts'
import type { KeyOwner } from '../../store/programs/api-keys.ts'
import { requireOwner } from '../../sessions/recent.ts'
import { day } from '../../time.ts'
import { answer, done, frame, type AccountCall } from '../frame.ts'

const path = '/account/api-keys'

/** The API keys of a person. A secret stands on the answer to a form, and on no page. */
export const apiKeyPages: readonly Route[] = [
  route('GET', path, unlimited, account, 'page', (call) => listAnswer(call)),
  // Asked now, because a form that was filled in is not sent again.
  route('GET', `${path}/new`, unlimited, account, 'page', (call) => {
    requireOwner(call, call.caller.session)
    return formAnswer(call, { values: {}, errors: {} })
  }),
  route('POST', path, mailing, account, 'page', async (call) => {
    try {
      const made = await createKey(keeper(call), ownerOf(call), check(newKey, fieldsOf(call)))
      return answer(call, madeApiKeyPage({ ...frame(call), made, rotated: false }))
    } catch (error) {
      const names = ['name', 'scopes', 'expires_in_days', 'environment', 'ip_allowlist'] as const
      const { fields, whole, status } = formErrors(call.caller.words, atFields(error), names)
      return formAnswer(call, { values: typedIn(call), errors: fields, whole }, status)
    }
  }),
  route('GET', `${path}/:id`, unlimited, account, 'page', async (call) => {
    const id = call.params['id'] ?? ''
    const key = await findKey(keeper(call), id)
    const { items } = await usageOf(keeper(call), id, call.url.searchParams)
    return answer(call, apiKeyPage({ ...frame(call), key, days: items.toReversed() }))
  }),
  route('POST', `${path}/:id/rotate`, mailing, account, 'page', async (call) => {
    const grace = call.caller.form.get('grace') ?? ''
    const made = await rotateKey(keeper(call), call.params['id'] ?? '', graceOf(grace))
    return answer(call, madeApiKeyPage({ ...frame(call), made, rotated: true }))
  }),
  route('POST', `${path}/:id/revoke`, unlimited, account, 'page', async (call) => {
    await revokeKey(keeper(call), call.params['id'] ?? '')
    return done(call, path, 'key-revoked')
  }),
]

/** Here a person has their own keys. Those of programs are looked after elsewhere. */
const keeper = (call: AccountCall) => ({ ...personKeeper(call, call.caller.session), holds: () => false })
const ownerOf = ({ caller }: AccountCall): KeyOwner => ({ type: 'person', id: caller.session.user_id })

async function listAnswer(call: AccountCall): Promise<Answer> {
  const { items, next_cursor } = await listKeys(keeper(call), ownerOf(call), call.url.searchParams)
  return answer(call, apiKeysPage({ ...frame(call), keys: items, next_cursor }))
}

type Shown = Pick<NewKeyView, 'values' | 'errors' | 'whole'>

function formAnswer(call: AccountCall, shown: Shown, status = 200): Answer {
  const { api_keys } = call.app.config
  const view = {
    ...frame(call),
    scopes: offeredScopes(api_keys, call.caller.session.permissions),
    lives: livesOf(api_keys.max_lifetime),
    ...shown,
  }
  return answer(call, newApiKeyPage(view), status)
}

const usualLives = [7, 30, 90, 365, 0]

/** Days after which a key may end, and 0 for never. */
function livesOf(longest: number): number[] {
  if (longest === 0) return usualLives
  const most = Math.max(1, Math.floor(longest / day))
  const fitting = usualLives.filter((days) => days > 0 && days < most)
  return [...fitting, most]
}

/** What was typed, as the page shows it again. */
function typedIn({ caller: { form } }: AccountCall): NewKeyView['values'] {
  return {
    name: form.get('name') ?? '',
    scopes: scopesIn(form),
    expires_in_days: form.get('expires_in_days') ?? '',
    environment: form.get('environment') ?? '',
    ip_allowlist: form.get('ip_allowlist') ?? '',
  }
}

/** The same as `POST /api/keys` takes it. */
function fieldsOf(call: AccountCall) {
  const { name, scopes, expires_in_days, environment, ip_allowlist = '' } = typedIn(call)
  const days = Number(expires_in_days)
  return {
    name,
    scopes,
    ...(days !== 0 && { expires_in_days: days }),
    environment: environment || undefined,
    ip_allowlist: ip_allowlist.split(/[\s,]+/).filter(Boolean),
  }
}

/** Only what the page offers; a form that says something else gets the usual. */
function graceOf(text: string): number | undefined {
  return /^\d{1,7}$/.test(text) ? Math.min(Number(text), 7 * day) : undefined
}
