import { resolve } from 'node:path'
import { passkeyProblems } from './areas/passkey.ts'
import { consentProblems, documentsIn } from './areas/privacy/documents.ts'
import { providerProblems, providersIn } from './areas/sign-in-with/providers.ts'
import type { ClientCertificateConfig, Config } from './config.ts'
import type { ConfigProblem } from './problem.ts'
import type { SettingName, SettingValue, Values } from './settings.ts'

/** Values of settings with a default: there is always one. */
function must<N extends SettingName>(values: Values, name: N): SettingValue<N> {
  const value: SettingValue<N> | undefined = values[name]
  if (value === undefined) throw new Error(`the setting ${name} has neither value nor default`)
  return value
}

/** The configuration that the values mean together. `secrets` are added by the caller. */
export function derive(values: Values, cwd: string, production: boolean): Config {
  const dev = values.dev === true
  const port = must(values, 'port')
  const issuer = values.issuer ?? `http://localhost:${port}`
  const { origin, hostname } = new URL(issuer)
  const data_dir = resolve(cwd, must(values, 'data_dir'))
  const name = must(values, 'brand.name')
  const { 'admin.email': email, 'admin.password': password } = values
  const certificates = clientCertificate(values, cwd, hostname)
  const aliases = certificates.origin === undefined ? [] : [new URL(certificates.origin).hostname]

  return {
    issuer,
    origin,
    dev,
    production,
    ...given('profile', values.profile),
    host: values.host ?? '127.0.0.1',
    both_loopbacks: values.host === undefined && values.issuer === undefined,
    port,
    ...given('internal_port', values.internal_port),
    data_dir,
    database_url: databaseUrl(values.database_url, cwd, data_dir),
    database_wait: must(values, 'database_wait'),
    ...given('redis_url', values.redis_url),
    secrets: values.secret ?? [],
    log_level: must(values, 'log_level'),
    ...given('smtp_url', values.smtp_url),
    mail_from: values.mail_from ?? `${quoted(name)} <no-reply@${hostname}>`,
    ...given('sms', values.sms_url),
    sms_per_hour: must(values, 'sms_per_hour'),
    sms_countries: must(values, 'sms.countries'),
    trusted_proxies: must(values, 'trusted_proxies'),
    client_certificate: certificates,
    trusted_hosts: [...new Set([hostname, ...aliases, ...must(values, 'trusted_hosts').map(asInUrl)])],
    tenants: {
      ...given('base_domain', values['tenants.base_domain']),
      ...given('header', values['tenants.header']),
      dns_servers: must(values, 'tenants.dns_servers'),
    },
    cors_origins: must(values, 'cors_origins'),
    ...(email !== undefined && password !== undefined && { admin: { email, password } }),
    brand: {
      name,
      locale: must(values, 'brand.locale'),
      ...given('color', values['brand.color']?.toLowerCase()),
      ...given('logo', values['brand.logo'] && resolve(cwd, values['brand.logo'])),
    },
    password: {
      memory_kib: must(values, 'password.memory_kib'),
      passes: must(values, 'password.passes'),
      lanes: must(values, 'password.lanes'),
      min_length: must(values, 'password.min_length'),
      max_bytes: must(values, 'password.max_bytes'),
      min_score: must(values, 'password.min_score'),
      queue: must(values, 'password.queue'),
    },
    breach: {
      ...given('api_url', values['breach.api_url']?.replace(/\/+$/, '')),
      ...given('filter', values['breach.filter'] && resolve(cwd, values['breach.filter'])),
      on_failure: must(values, 'breach.on_failure'),
    },
    allow_networks: must(values, 'allow_networks'),
    session: {
      idle: must(values, 'session.idle'),
      absolute: must(values, 'session.absolute'),
      // Who shortens the long limits means these too.
      short_idle: Math.min(must(values, 'session.short_idle'), must(values, 'session.idle')),
      short_absolute: Math.min(must(values, 'session.short_absolute'), must(values, 'session.absolute')),
      max: must(values, 'session.max'),
      when_full: must(values, 'session.when_full'),
      hijack: must(values, 'session.hijack'),
      cache: must(values, 'session.cache'),
    },
    own_pages: {
      home: must(values, 'sign_in.home'),
      // The page of the account is ours: it has its own list of what may follow.
      paths: [must(values, 'sign_in.home'), ...must(values, 'sign_in.pages')].filter(
        (path) => path !== '/account',
      ),
    },
    sign_up: must(values, 'sign_up.policy'),
    second_factor: {
      policy: must(values, 'second_factor.policy'),
      roles: must(values, 'second_factor.roles'),
      trust_device: must(values, 'second_factor.trust_device'),
    },
    recovery_delay: must(values, 'recovery.delay'),
    passkey: {
      rp_id: values['passkey.rp_id'] ?? hostname,
      origins: must(values, 'passkey.origins'),
      cross_origin: must(values, 'passkey.cross_origin'),
      sign_count: must(values, 'passkey.sign_count'),
      attestation: must(values, 'passkey.attestation'),
      ...given(
        'attestation_roots',
        values['passkey.attestation_roots'] && resolve(cwd, values['passkey.attestation_roots']),
      ),
      allowed_authenticators: must(values, 'passkey.allowed_authenticators'),
    },
    without_password: {
      magic_link: must(values, 'magic_link.enabled') === 'on',
      otp_email: must(values, 'otp.email') === 'on',
      otp_sms: must(values, 'otp.sms') === 'on',
    },
    sign_in_with: providersIn(values),
    consents: documentsIn(values),
    audit_keep: must(values, 'audit.keep'),
    ...given('place_database', values.place_database && resolve(cwd, values.place_database)),
    risk: {
      new_device: must(values, 'risk.new_device'),
      new_country: must(values, 'risk.new_country'),
      impossible_travel: must(values, 'risk.impossible_travel'),
    },
    limits: {
      costly: must(values, 'limits.costly'),
      mailing: must(values, 'limits.mailing'),
      waiting: must(values, 'limits.waiting'),
      wrong_keys: must(values, 'limits.wrong_keys'),
      verifying: must(values, 'limits.verifying'),
    },
    api_keys: {
      max: must(values, 'api_keys.max'),
      max_lifetime: must(values, 'api_keys.max_lifetime'),
      scopes: [...new Set(must(values, 'api_keys.scopes'))],
    },
    service_accounts: {
      max: must(values, 'service_accounts.max'),
      secret_lifetime: must(values, 'service_accounts.secret_lifetime'),
    },
    agents: {
      max: must(values, 'agents.max'),
      max_lifetime: must(values, 'agents.max_lifetime'),
      scopes: [...new Set(must(values, 'agents.scopes'))],
      resources: [...new Set(must(values, 'agents.resources'))],
    },
    token_exchange_depth: must(values, 'token_exchange.most_actors'),
    assertion_issuers: must(values, 'assertions.issuers'),
    approvals: {
      lifetime: must(values, 'approvals.lifetime'),
      most: must(values, 'approvals.most'),
      recent: must(values, 'approvals.recent'),
    },
    challenge: {
      mode: must(values, 'challenge.mode'),
      bits: must(values, 'challenge.bits'),
      failures: must(values, 'challenge.failures'),
      failures_overall: must(values, 'challenge.failures_overall'),
    },
    registration: values.profile === undefined ? must(values, 'registration.policy') : 'open',
    metadata_documents: must(values, 'clients.metadata_documents'),
    self_registered: {
      scopes: [...new Set(must(values, 'registration.scopes'))],
      resources: [...new Set(must(values, 'registration.resources'))],
    },
    keys_rotate_after: must(values, 'keys.rotate_after'),
    access_token_ttl: must(values, 'access_token_ttl'),
    refresh_token_ttl: must(values, 'refresh_token_ttl'),
    refresh_grace: must(values, 'refresh_grace'),
    authorization_code_ttl: must(values, 'authorization_code_ttl'),
    authorization_details_types: must(values, 'authorization_details_types'),
    require_par: must(values, 'require_par'),
    impersonation: must(values, 'impersonation'),
    dpop_nonce: must(values, 'dpop_nonce'),
    pushed_request_ttl: must(values, 'pushed_request_ttl'),
    // Browsers keep `Secure` cookies from http://localhost or not, each in its own way.
    secure_cookies: !(dev && issuer.startsWith('http://localhost')),
  }
}

/** The configuration once the system has chosen the port: with port 0 the issuer is not known before. */
export function withPort(config: Config, port: number): Config {
  if (config.port !== 0) return config
  if (config.issuer !== 'http://localhost:0') return { ...config, port }
  const issuer = `http://localhost:${port}`
  return { ...config, port, issuer, origin: issuer }
}

/** What single values cannot show: pairs that contradict each other. What is `unread` contradicts nothing. */
export function contradictions(values: Values, unread: ReadonlySet<string> = new Set()): ConfigProblem[] {
  const problems: ConfigProblem[] = []
  const read = (...names: SettingName[]) => names.every((name) => !unread.has(name))
  const { 'session.idle': idle = 0, 'session.absolute': absolute = 0 } = values
  if (idle > absolute && absolute > 0 && read('session.idle', 'session.absolute')) {
    problems.push({
      where: 'session.idle',
      problem: 'is longer than session.absolute',
      remedy: 'Shorten it, or lengthen the other',
    })
  }
  problems.push(
    ...passkeyProblems(values, read),
    ...providerProblems(values, read),
    ...consentProblems(values, read),
  )
  const half = (values['admin.email'] === undefined) !== (values['admin.password'] === undefined)
  if (half && read('admin.email', 'admin.password')) {
    problems.push({
      where: 'WARDER_ADMIN_EMAIL',
      problem: 'and WARDER_ADMIN_PASSWORD need each other',
      remedy: 'Set both or neither',
    })
  }
  const proxies = values.trusted_proxies?.length ?? 0
  for (const where of ['client_certificate.header', 'tenants.header'] as const) {
    if (values[where] === undefined || proxies > 0 || !read('trusted_proxies')) continue
    problems.push({
      where,
      problem: 'is believed from trusted proxies alone, and there are none',
      remedy: 'Set trusted_proxies, or leave it out',
    })
  }
  problems.push(...portContradictions(values, read))
  const { port, internal_port: internal } = values
  if (internal !== undefined && internal !== 0 && internal === port && read('port', 'internal_port')) {
    problems.push({ where: 'internal_port', problem: 'is the same as port', remedy: 'Choose another' })
  }
  return problems
}

/** The three settings of the port for certificates go together, and no other listener has that port. */
function portContradictions(values: Values, read: (...names: SettingName[]) => boolean): ConfigProblem[] {
  const names = [
    'client_certificate.port',
    'client_certificate.tls_certificate',
    'client_certificate.tls_key',
  ] as const
  if (!read(...names, 'port', 'internal_port')) return []
  const missing = names.filter((name) => values[name] === undefined)
  if (missing.length === names.length) return []
  const [where = names[0]] = missing
  if (missing.length > 0)
    return [
      {
        where,
        problem: `is needed by ${names.filter((name) => name !== where).join(' and ')}`,
        remedy: 'Set all three or none',
      },
    ]
  const own = values['client_certificate.port']
  if (own !== values.port && own !== values.internal_port) return []
  return [{ where, problem: 'is the port of another listener', remedy: 'Choose another' }]
}

function clientCertificate(values: Values, cwd: string, hostname: string): ClientCertificateConfig {
  const {
    'client_certificate.port': port,
    'client_certificate.tls_certificate': certificate,
    'client_certificate.tls_key': key,
    'client_certificate.authorities': authorities,
  } = values
  const own = port === undefined ? undefined : new URL(`https://${hostname}:${port}`).origin
  return {
    ...given('header', values['client_certificate.header']),
    ...(port !== undefined &&
      certificate !== undefined &&
      key !== undefined && {
        listener: { port, certificate: resolve(cwd, certificate), key: resolve(cwd, key) },
      }),
    ...given('origin', values['client_certificate.origin'] ?? own),
    ...given('authorities', authorities && resolve(cwd, authorities)),
  }
}

function databaseUrl(url: string | undefined, cwd: string, data_dir: string): string {
  if (url === undefined) return `sqlite:${resolve(data_dir, 'warder.db')}`
  const [, file] = /^sqlite:(.+)$/.exec(url) ?? []
  return file === undefined || file === ':memory:' ? url : `sqlite:${resolve(cwd, file)}`
}

/** RFC 3986 §3.2.2: an IPv6 address stands in brackets, and so it is compared with Host headers. */
const asInUrl = (host: string) => (host.includes(':') ? `[${host}]` : host)

/** RFC 5322 §3.2.4: a name with anything but plain words is a quoted string. */
const quoted = (name: string) => (/^[\w .-]+$/.test(name) ? name : `"${name.replace(/["\\]/g, '\\$&')}"`)

/** An optional property that is there only when it has a value. */
function given<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  // The computed key is exactly K; TypeScript widens it to string.
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T }
}
