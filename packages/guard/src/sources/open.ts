import { bindingOf } from '../binding/binding.ts'
import type { Looks } from '../credentials/credential.ts'
import { issuers } from '../issuer/issuer.ts'
import type { Refuse } from '../refuse.ts'
import type { Source } from '../settings/resolve-source.ts'
import type { Settings } from '../settings/resolve.ts'
import { accessTokens } from './access-tokens.ts'
import { apiKeys } from './api-keys.ts'
import { sessionCookies } from '../credentials/cookies.ts'
import type { OpenSource } from './source.ts'

/** The sources of one guard. The code of those that are rare is loaded where they are configured. */
export async function openSources(settings: Settings, refuse: Refuse) {
  const known = issuers(settings)
  const binding = bindingOf(settings)
  const open = async (source: Source, last: boolean): Promise<OpenSource> => {
    switch (source.kind) {
      case 'api_keys':
        return apiKeys(source, settings, refuse)
      case 'access_tokens':
        return accessTokens(source, { settings, issuer: known.of(source.issuer), refuse, binding, last })
      case 'introspection': {
        const { introspection } = await import('./introspection.ts')
        const issuer = source.issuer === '' ? undefined : known.of(source.issuer)
        return introspection(source, { settings, issuer, refuse, binding, last })
      }
      case 'warder_session':
        return (await import('./session.ts')).session(source, settings, refuse)
      case 'warder_keys':
        return (await import('./warder-keys.ts')).warderKeys(source, {
          settings,
          issuer: known.of(source.issuer),
          refuse,
        })
      case 'warder_hmac':
        return (await import('./signatures/warder-hmac.ts')).warderHmac(source, settings, refuse)
      case 'http_signatures':
        return (await import('./signatures/http-signatures.ts')).httpSignatures(source, settings, refuse)
    }
  }

  const opened: OpenSource[] = []
  for (const [index, source] of settings.sources.entries()) {
    const after = settings.sources.slice(index + 1)
    opened.push(await open(source, !after.some(({ kind }) => takesTokens.has(kind))))
  }
  return { sources: opened, issuers: known.all() }
}

const takesTokens = new Set<Source['kind']>(['api_keys', 'warder_keys', 'access_tokens', 'introspection'])

/** Where to look for a credential, by what is there to judge it. */
export function looksOf(sources: readonly Source[]): Looks {
  const has = (...kinds: Source['kind'][]) => sources.some(({ kind }) => kinds.includes(kind))
  return {
    api_key: has('api_keys', 'warder_keys'),
    hmac: has('warder_hmac'),
    http_signature: has('http_signatures'),
    cookies: has('warder_session') ? sessionCookies : [],
  }
}
