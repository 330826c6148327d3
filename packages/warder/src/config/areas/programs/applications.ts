import type { DocumentPolicy } from '../../config.ts'
import { accept, list, refuse, type Kind } from '../../kinds/kind.ts'
import * as address from '../../kinds/address.ts'
import { setting } from '../../kinds/setting.ts'

const documentPolicy: Kind<DocumentPolicy> = {
  label: 'off, on, or list of hosts',
  list: true,
  parse(input) {
    if (input === 'off' || input === 'on') return accept(input)
    const hosts = list(address.host).parse(input)
    if (!hosts.ok) return hosts
    const none = hosts.value.length === 0 || hosts.value.includes('on') || hosts.value.includes('off')
    return none ? refuse('names no host', 'Use off, on, or hosts like app.example.com') : hosts
  },
}

/** A scope of an API, and none that this server gives a meaning to. */
const apiScope: Kind<string> = {
  label: 'scope',
  parse(input) {
    const remedy = 'Write it like notes:read'
    if (!/^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/.test(input) || input.includes('*'))
      return refuse('is no scope', remedy)
    const ours = /^(?:warder|keys|users|clients|roles|tenants|audit|admin|openid|offline_access)(?::|$)/.test(
      input,
    )
    return ours ? refuse('is a permission at this server', remedy) : accept(input)
  },
}

/** RFC 8707 §2: an absolute URI without a fragment. */
const resource: Kind<string> = {
  label: 'resource',
  parse(input) {
    const sound = URL.canParse(input) && !input.includes('#') && input.length <= 2000
    return sound ? accept(input) : refuse('is no resource', 'Write it like https://api.example.com/mcp')
  },
}

/** Applications that nobody here registered: see docs/applications.md. */
export const applicationSettings = {
  'clients.metadata_documents': setting<DocumentPolicy>({
    kind: documentPolicy,
    env: 'WARDER_CLIENTS_METADATA_DOCUMENTS',
    default: 'off',
    help: 'applications whose id is the https address of a document about them: none, all, or those of these hosts; localhost counts with --dev alone',
  }),
  'registration.scopes': setting({
    kind: list(apiScope),
    env: 'WARDER_REGISTRATION_SCOPES',
    default: '',
    help: 'scopes of your APIs that people may give to applications that registered themselves',
  }),
  'registration.resources': setting({
    kind: list(resource),
    env: 'WARDER_REGISTRATION_RESOURCES',
    default: '',
    help: 'your APIs, as resources, that people may open to applications that registered themselves',
  }),
}
