import { after, type Maybe } from '../../after.ts'
import type { App } from '../../app.ts'
import { brandOf } from '../../brand/brand.ts'
import type { Locale } from '../../config/config.ts'
import type { Frame } from '../../pages/layout.ts'
import type { Tenant } from '../../tenants/tenant.ts'
import type { Call } from '../router.ts'
import { wordsFor, type Reader, type Spoken } from './language.ts'

/** What says whose pages they are. */
export type Branded = { app: Pick<App, 'config' | 'logo'>; tenant: Pick<Tenant, 'brand'> }

/** What every page is told: whose pages these are, and the words that its guard found for its reader. */
export function frameOf(call: Branded & { caller: Spoken }): Frame {
  const { words, ui_locales } = call.caller
  return { brand: brandOf(call.app, call.tenant), words, ui_locales }
}

/** The same where no guard looked for the words. */
export function frameFor(call: Pick<Call, 'app' | 'tenant' | 'request'>, reader?: Reader): Maybe<Frame> {
  return after(wordsFor(call, reader), (spoken) => ({
    brand: brandOf(call.app, call.tenant),
    ...spoken,
  }))
}

/** The same where something failed, before or after the guard spoke. */
export function frameOfFailed(call: Call): Maybe<Frame> {
  return hasWords(call.caller)
    ? frameOf({ app: call.app, tenant: call.tenant, caller: call.caller })
    : frameFor(call)
}

/** The language of the page that asks; undefined where a program does. */
export const localeOfPage = ({ caller }: Pick<Call, 'caller'>): Locale | undefined =>
  hasWords(caller) ? caller.words.locale : undefined

const hasWords = (caller: unknown): caller is Spoken =>
  typeof caller === 'object' && caller !== null && 'words' in caller && caller.words !== undefined
