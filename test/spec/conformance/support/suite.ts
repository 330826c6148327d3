import assert from 'node:assert/strict'
import { getRequestListener } from '@hono/node-server'
import { loadConfig } from '../../../../packages/warder/src/config/load.ts'
import { createWarder, type Warder } from '../../../../packages/warder/src/index.ts'
import { listen } from '../../../../packages/warder/src/listener/listen.ts'
import { silent } from '../../../../packages/warder/src/log.ts'
import * as phones from '../../../../packages/warder/src/store/people/phones.ts'
import { setClaims } from '../../../../packages/warder/src/users/claims/set.ts'
import { createUser } from '../../../../packages/warder/src/users/manage.ts'
import { createBrowser, type Browser } from '../../../support/cookies.ts'
import { certificatePort } from '../../../support/oauth-clients/mutual-tls.ts'
import { freshSqlite } from '../../../support/services.ts'
import { goodPassword } from '../../../support/warder.ts'
import { openApplicationSite, openSite, type ApplicationSite } from './site.ts'

export type Metadata = Record<string, unknown> & { issuer: string }

/** What the conformance suite is to a server: an application with a site of its own, and the hands of a person. */
export type Suite = {
  warder: Warder
  metadata: Metadata
  site: ApplicationSite
  /** Moves the clock of the server, where the suite would wait. */
  wait: (seconds: number) => void
  now: () => number
  /** A browser without cookies. */
  browser: () => Browser
  get: (url: string, headers?: Record<string, string>) => Promise<Response>
  post: (url: string, form: Record<string, string>, headers?: Record<string, string>) => Promise<Response>
  stop: () => Promise<void>
}

export const person = { email: 'ada@example.com', password: goodPassword }

/**
 * A Warder with the profile `oidc_conformance` behind TLS, a person with every claim there is, and the other side's site.
 *
 * @param certificates whether it asks for those of clients as well, at a port of its own
 */
export async function startSuite(
  settings: Record<string, string> = {},
  { certificates = false } = {},
): Promise<Suite> {
  const store = await freshSqlite()
  const port = certificates ? await certificatePort() : undefined
  const site = await openApplicationSite()
  const home = await openSite()
  const loaded = await loadConfig({
    flags: {
      issuer: home.origin,
      database_url: store.url,
      secret: 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A',
      profile: 'oidc_conformance',
      allow_networks: '127.0.0.0/8 ::1/128',
      'challenge.mode': 'off',
      ...port?.settings,
      ...settings,
    },
    env: {},
    purpose: 'command',
  })
  if (!loaded.ok)
    throw new Error(loaded.problems.map(({ where, problem }) => `${where} ${problem}`).join('\n'))
  let ahead = 0
  const now = () => Math.floor(Date.now() / 1000) + ahead
  const { config } = loaded
  const warder = await createWarder({
    config: { ...config, password: { ...config.password, memory_kib: 64, passes: 1 } },
    now,
  })
  await makePerson(warder)
  await warder.start()
  const own = port && (await listen({ ...config, port: 0 }, silent))
  own?.serve(warder.respond)
  const listener = getRequestListener(
    (request, { incoming }) =>
      warder.handler(request, {
        address: incoming.socket.remoteAddress ?? '',
      }),
    { hostname: 'localhost' },
  )
  home.server.on('request', (incoming, outgoing) => void listener(incoming, outgoing))

  const get: Suite['get'] = (url, headers = {}) => fetch(url, { headers, redirect: 'manual' })
  const discovery = await get(`${home.origin}/.well-known/openid-configuration`)
  assert.equal(discovery.status, 200)
  assert.equal(discovery.headers.get('content-type'), 'application/json')
  return {
    warder,
    metadata: (await discovery.json()) as Metadata,
    site,
    wait: (seconds) => void (ahead += seconds),
    now,
    get,
    post: (url, form, headers = {}) =>
      fetch(url, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' }),
    browser: () =>
      createBrowser((path, init) => fetch(home.origin + path, { ...init, redirect: 'manual' }), home.origin),
    stop: async () => {
      await own?.drain(0)
      port?.drop()
      await home.stop()
      await site.stop()
      await warder.close()
      await store.drop()
    },
  }
}

/** The suite wants a value for each claim that a scope opens. */
async function makePerson({ app, operator }: Warder): Promise<void> {
  const { id } = await createUser(operator, { ...person, full_name: 'Ada Lovelace' })
  await setClaims(operator, id, {
    given_name: 'Ada',
    family_name: 'Lovelace',
    middle_name: 'King',
    nickname: 'Ada',
    preferred_username: 'ada',
    profile: 'https://ada.example/',
    picture: 'https://ada.example/ada.png',
    website: 'https://ada.example/',
    gender: 'female',
    birthdate: '1815-12-10',
    zoneinfo: 'Europe/London',
    address: {
      street_address: '12 St James Square',
      locality: 'London',
      postal_code: 'SW1Y 4JH',
      country: 'GB',
    },
  })
  await app.db.updateTable('user').set({ locale: 'en' }).where('id', '=', id).execute()
  const { directory_id } = operator.tenant
  await app.db
    .transaction()
    .execute((tx) =>
      phones.insert(tx, { id, directory_id }, { number: '+442071838750', sign_in: false }, app.now()),
    )
}
