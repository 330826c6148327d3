import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startServer } from '../../../scripts/parts/server-process.ts'
import { makeSelfSigned } from '../../../packages/warder/src/crypto/self-signed.ts'
import { tempDir } from '../services.ts'

/** SimpleSAMLphp as identity provider, with one person in it. */
export type Provider = {
  origin: string
  metadata: () => Promise<string>
  /** Where it is, signed with `certificate`. */
  metadata_url: string
  certificate: string
  /** Which key it signs with, and which ones its metadata has: the first, the second beside it, or the second. */
  signsWith: (keys: Keys) => void
  /** Lets one service know of it; what is known of a service is read at each request. */
  knows: (service: Service) => void
  stop: () => Promise<void>
}

export type Service = {
  entity_id: string
  acs: string
  slo: string
  certificate: string
  /** With AES-CBC, which is all that it has. */
  encrypted: boolean
  /** The name alone. */
  name_encrypted?: boolean
  /** The kind of name is that of the request, and a lasting one otherwise. */
  name_as_asked?: boolean
}

type Keys = 'first' | 'first, and second to come' | 'second'

export const person = { user: 'ada', password: 'lovelace-1843' }

/** Everything that PHP files hold is data of ours. */
const php = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(php).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `[${Object.entries(value)
      .map(([key, of]) => `${/^\d+$/.test(key) ? key : php(key)} => ${php(of)}`)
      .join(', ')}]`
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value)
}

const router = `<?php
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
if (preg_match('#^/simplesaml/([a-z0-9/_.-]+\\.js)$#i', $path, $script)) {
  header('Content-Type: text/javascript');
  readfile('/usr/share/simplesamlphp/www/' . $script[1]);
  exit;
}
if (!preg_match('#^/simplesaml/([a-z0-9/_-]+\\.php)(/.*)?$#i', $path, $found)) {
  http_response_code(404);
  exit;
}
$file = '/usr/share/simplesamlphp/www/' . $found[1];
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/simplesaml/' . $found[1];
$_SERVER['SCRIPT_FILENAME'] = $file;
$_SERVER['PATH_INFO'] = $found[2] ?? '';
chdir(dirname($file));
require $file;
`

export async function startProvider(): Promise<Provider> {
  const folder = tempDir()
  const at = (...names: string[]) => join(folder.path, ...names)
  for (const name of ['config', 'metadata', 'cert', 'log', 'data', 'tmp', 'sessions']) mkdirSync(at(name))
  const now = Math.floor(Date.now() / 1000)
  const certificates: string[] = []
  for (const name of ['idp', 'next', 'federation']) {
    const { private_key, certificate } = await makeSelfSigned('idp.example', now - 3600, now + 86_400)
    writeFileSync(at('cert', `${name}.pem`), private_key)
    writeFileSync(at('cert', `${name}.crt`), certificate)
    certificates.push(certificate)
  }
  writeFileSync(at('router.php'), router)

  const write = (origin: string) => {
    const config = {
      baseurlpath: `${origin}/simplesaml/`,
      certdir: `${at('cert')}/`,
      loggingdir: `${at('log')}/`,
      datadir: `${at('data')}/`,
      tempdir: at('tmp'),
      secretsalt: 'only for tests, and for nothing else',
      'auth.adminpassword': 'only for tests',
      technicalcontact_email: 'nobody@idp.example',
      timezone: 'UTC',
      'logging.handler': 'file',
      'enable.saml20-idp': true,
      'store.type': 'phpsession',
      'session.cookie.secure': false,
      'session.phpsession.savepath': at('sessions'),
      'module.enable': { exampleauth: true, core: true, saml: true },
      'metadata.sign.enable': true,
      'metadata.sign.privatekey': 'federation.pem',
      'metadata.sign.certificate': 'federation.crt',
      'metadata.sign.algorithm': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'metadata.sources': [{ type: 'flatfile', directory: at('metadata') }],
    }
    const people = {
      [`${person.user}:${person.password}`]: {
        uid: [person.user],
        mail: ['ada@acme.example'],
        displayName: ['Ada & "Lovelace" <Countess>'],
        groups: ['engineers', 'staff'],
      },
    }
    file('config', 'config.php', 'config', config)
    file('config', 'authsources.php', 'config', { people: { 0: 'exampleauth:UserPass', ...people } })
  }

  const file = (folderName: string, name: string, variable: string, value: unknown) =>
    writeFileSync(at(folderName, name), `<?php\n$${variable} = ${php(value)};\n`)

  const host = (keys: Keys) => {
    const used = keys === 'second' ? 'next' : 'idp'
    const hosted = {
      host: '__DEFAULT__',
      privatekey: `${used}.pem`,
      certificate: `${used}.crt`,
      ...(keys === 'first, and second to come' && {
        new_privatekey: 'next.pem',
        new_certificate: 'next.crt',
      }),
      auth: 'people',
      'signature.algorithm': 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
      'saml20.sign.response': true,
      'sign.logout': true,
      'redirect.sign': true,
      'validate.logout': true,
    }
    file('metadata', 'saml20-idp-hosted.php', 'metadata', { [`${origin}/idp`]: hosted })
  }

  let origin = ''
  const server = await startServer(
    (port) => {
      origin = `http://127.0.0.1:${port}`
      write(origin)
      host('first')
      return ['php', '-d', 'opcache.enable=0', '-S', `127.0.0.1:${port}`, at('router.php')]
    },
    /Development Server/,
    { stopWith: 'SIGTERM', env: { ...process.env, SIMPLESAMLPHP_CONFIG_DIR: at('config') } },
  )
  const metadata_url = `${origin}/simplesaml/saml2/idp/metadata.php`
  return {
    origin,
    metadata: async () => (await fetch(metadata_url)).text(),
    metadata_url,
    certificate: certificates.at(-1) ?? '',
    signsWith: host,
    knows: (service) => {
      const known = {
        AssertionConsumerService: service.acs,
        SingleLogoutService: service.slo,
        certData: service.certificate.replace(/-----[^-]+-----|\s/g, ''),
        ...(!service.name_as_asked && {
          NameIDFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:persistent',
        }),
        'simplesaml.nameidattribute': 'uid',
        'simplesaml.attributes': true,
        'validate.authnrequest': true,
        'assertion.encryption': service.encrypted,
        'nameid.encryption': service.name_encrypted ?? false,
      }
      writeFileSync(
        at('metadata', 'saml20-sp-remote.php'),
        `<?php\n$metadata = ${php({ [service.entity_id]: known })};\n`,
      )
    },
    stop: async () => {
      await server.stop()
      folder.drop()
    },
  }
}
