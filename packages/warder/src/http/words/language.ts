import type { Config, Locale } from '../../config/config.ts'
import { wordsIn, type PageWords } from '../../pages/words/words.ts'
import { after, type Maybe } from '../../after.ts'
import { acceptedLocale, localeOf } from '../browser/locale.ts'
import type { Call } from '../router.ts'

/** As much of a call as says who reads. */
type Asked = {
  app: { config: { brand: Pick<Config['brand'], 'locale'> } }
  request: Pick<Call['request'], 'url' | 'headers'>
}

/** What is known of whoever reads a page, beside their browser. */
export type Reader = {
  /** Of their account, where they are signed in: a BCP 47 tag. */
  locale?: string | null | undefined
  /** What they posted, or an application asked by way of them. */
  form?: URLSearchParams | undefined
  /** What the application wants, where it was read already. */
  ui_locales?: string | undefined
}

/** In characters: no address of a browser that reaches us has more. */
const longestQuery = 16_384

/** Longer than any list of languages that somebody reads. */
const longest = 256

/** OIDC Core §3.1.2.1: tags in the order of preference. The first that we speak counts; the others are no error. */
export function askedLocale(ui_locales: string | null | undefined): Locale | undefined {
  for (const tag of (ui_locales ?? '').slice(0, longest).split(' ')) {
    const locale = localeOf(tag)
    if (locale) return locale
  }
  return undefined
}

/**
 * The handle of a request that waits, with the language that its application asked for: so every page that leads back to it
 * speaks that one, also one that knows nothing else of the request, and links in mail keep it.
 */
export function spokenHandle(token: string, locale: Locale | undefined): string {
  return locale === undefined ? token : `${token}.${locale}`
}

/** What such a handle is kept by. */
export const tokenOfHandle = (handle: string): string => handle.split('.', 1)[0] ?? ''

/** The language that such a handle says. */
export const localeOfHandle = (handle: string | null | undefined): Locale | undefined =>
  localeOf(handle?.split('.')[1])

/**
 * The language that a page speaks: what the application that waits asked for, or the address itself; that of the account; what
 * the browser wants (RFC 9110 §12.5.4); and else what the operator has chosen.
 */
export function languageOf(
  { app, request }: Asked,
  { locale, form, ui_locales }: Reader = {},
): { locale: Locale; asked: Locale | undefined } {
  const { handle, address } = sentIn(request, form)
  const asked = askedLocale(ui_locales) ?? address
  const spoken =
    handle ??
    asked ??
    localeOf(locale) ??
    acceptedLocale(request.headers.get('accept-language')) ??
    app.config.brand.locale
  return { locale: spoken, asked }
}

/** The language that somebody was sent here in, by an application or a link. Mails that they ask for, and links in them, have it too. */
export function sentInOf({ request, caller }: Pick<Call, 'request' | 'caller'>): Locale | undefined {
  const form = typeof caller === 'object' && caller !== null && 'form' in caller ? caller.form : undefined
  const { handle, address } = sentIn(request, form instanceof URLSearchParams ? form : undefined)
  return handle ?? address
}

/** Where the handle is a part of a path: of the page on which somebody goes on to an organisation, or on the way there. */
const inPath = /\/(wot_[\w-]{43}\.[a-z]{2})(?:\?|$)/

function sentIn({ url }: Pick<Call['request'], 'url'>, form: URLSearchParams | undefined) {
  const query = queryOf(url)
  const of = (name: string) => form?.get(name) ?? query?.get(name)
  const handle = of('interaction') ?? inPath.exec(of('return_to') ?? url)?.[1]
  return { handle: localeOfHandle(handle), address: askedLocale(of('ui_locales')) }
}

/** What a page says to whoever asks for it, and the language that its address asks for, which it keeps. */
export type Spoken = { words: PageWords; ui_locales: Locale | undefined }

export function wordsFor(asking: Asked, reader?: Reader): Maybe<Spoken> {
  const { locale, asked } = languageOf(asking, reader)
  return after(wordsIn(locale), (words) => ({ words, ui_locales: asked }))
}

/** Read without parsing the address, because a page says of some that they are none. */
function queryOf(url: string): URLSearchParams | undefined {
  const mark = url.indexOf('?')
  return mark === -1 ? undefined : new URLSearchParams(url.slice(mark + 1, mark + longestQuery))
}
