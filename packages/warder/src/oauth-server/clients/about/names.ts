import { OAuthError } from '@warder/protocol'
import type { Locale } from '../../../config/config.ts'
import { localeOf } from '../../../http/browser/locale.ts'
import type { Client } from '../client.ts'

/** What an application is called in a language, by the name of the member and the tag of the language (RFC 7591 §2.2). */
export type LocalNames = { [name: `client_name#${string}`]: string }

const most = 20
const begins = 'client_name#'
/** BCP 47, as far as languages, scripts and regions go. */
const tag = /^[a-z]{2,8}(?:-[a-z0-9]{1,8}){0,3}$/i

const refuse = (description: string) => new OAuthError('invalid_client_metadata', description)

/** Those of what an application says of itself. */
export function localNamesIn(said: object): LocalNames {
  return Object.fromEntries(Object.entries(said).filter(([name]) => name.startsWith(begins))) as LocalNames
}

/**
 * The same, each as good as a name without a language must be.
 *
 * @param checked gives a name in its normal form, or throws
 * @throws OAuthError invalid_client_metadata
 */
export function checkedLocalNames(said: object, checked: (name: string) => string): LocalNames {
  const names = Object.entries<unknown>(localNamesIn(said))
  if (names.length > most) throw refuse(`client_name may be given in ${most} languages at most`)
  return Object.fromEntries(
    names.map(([name, value]) => {
      if (!tag.test(name.slice(begins.length)) || typeof value !== 'string')
        throw refuse('client_name of a language has its tag behind the # and is a text')
      return [name, checked(value)]
    }),
  )
}

/** What an application is called on a page: in its language, where the application says so (RFC 7591 §2.2). */
export function nameIn(
  { client_name, about }: Pick<Client, 'client_name' | 'about'>,
  locale: Locale,
): string {
  const names = Object.entries(localNamesIn(about)) as [string, string][]
  const plain = names.find(([name]) => name.slice(begins.length).toLowerCase() === locale)
  const [, found] = plain ?? names.find(([name]) => localeOf(name.slice(begins.length)) === locale) ?? []
  return found ?? client_name
}
