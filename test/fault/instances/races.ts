import assert from 'node:assert/strict'
import { freePort } from '../../../scripts/parts/server-process.ts'
import { invite } from '../../../packages/warder/src/users/invite/invite.ts'
import { bin, child } from '../../cli/child.ts'
import { cheap } from '../../support/faults/client.ts'
import { code_verifier, oauthWorld, redirect_uri } from '../../support/oauth.ts'
import { ask, personWithKey } from '../../support/passkeys/people.ts'
import { addApp, waiting, type WithApp } from '../../support/people/authenticator.ts'
import { linkTo, program } from '../../support/people/programs.ts'
import { tempDir } from '../../support/services.ts'
import { goodPassword, json, origin, startWarder, type TestWarder } from '../../support/warder.ts'

/** Two processes on one database: this one, and one of its own. */
export type Pair = {
  here: TestWarder
  there: (path: string, body: object) => Promise<number>
  stop: () => Promise<void>
}

const secret = 'dGVzdHMtb25seS1zZWNyZXQtMDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1ub3A'

export async function startPair(url: string): Promise<Pair> {
  const folder = tempDir()
  const settings = {
    database_url: url,
    refresh_grace: '0',
    'limits.costly': '1000000',
    'limits.mailing': '1000000',
    'session.max': '0',
  }
  const here = await startWarder(settings)
  here.clock.now = Math.floor(Date.now() / 1000)
  const port = await freePort()
  const args = ['serve', '--dev', '--port', String(port), '--data', folder.path]
  const other = child(process.execPath, [bin, ...args], {
    ...cheap,
    DATABASE_URL: url,
    WARDER_SECRET: secret,
    WARDER_ISSUER: origin,
    WARDER_REFRESH_GRACE: '0',
    TRUSTED_HOSTS: 'localhost 127.0.0.1',
    LOG_LEVEL: 'info',
  })
  await other.printed('/dev/inbox')
  const at = `http://127.0.0.1:${port}`
  return {
    here,
    there: async (path, body) => {
      const form = path.startsWith('/oauth/')
      const answer = await fetch(at + path, {
        method: 'POST',
        headers: { 'content-type': form ? 'application/x-www-form-urlencoded' : 'application/json' },
        body: form ? new URLSearchParams(body as Record<string, string>).toString() : JSON.stringify(body),
      })
      await answer.arrayBuffer()
      return answer.status
    },
    stop: async () => {
      other.process.kill('SIGTERM')
      await other.ended
      await here.close()
      folder.drop()
    },
  }
}

/**
 * What may be used one time: made here, and used by two calls at each process at the same moment. Where each call must
 * come by a sign-in of its own, `bodies` are four that differ in that alone.
 */
type Once = (warder: TestWarder, name: string) => Promise<{ path: string; body?: object; bodies?: object[] }>

const account = { password: goodPassword, full_name: 'Ada' }

const once: Record<string, Once> = {
  'refresh token': async (warder, name) => {
    await warder.user(`${name}@example.com`)
    const { refresh_token } = await warder.tokens(`${name}@example.com`)
    return { path: '/auth/refresh', body: { refresh_token } }
  },
  'authorization code': async (warder, name) => {
    await warder.user(`${name}@example.com`)
    const world = oauthWorld(warder)
    const client = await world.client({ type: 'public', skip_consent: true })
    const code = await world.code(client, {}, await world.signedIn(`${name}@example.com`))
    const body = {
      grant_type: 'authorization_code',
      client_id: client.client_id,
      code,
      redirect_uri,
      code_verifier,
    }
    return { path: '/oauth/token', body }
  },
  'link to a new password': async (warder, name) => {
    await warder.user(`${name}@example.com`)
    await warder.post('/auth/forgot-password', { email: `${name}@example.com` })
    const token = await linkTo(warder, `${name}@example.com`, '/reset-password')
    return { path: '/auth/reset-password', body: { token, password: goodPassword } }
  },
  invitation: async (warder, name) => {
    await invite(warder.operator, { email: `${name}@example.com`, roles: [] })
    const token = await linkTo(warder, `${name}@example.com`, '/invite')
    return { path: '/auth/invite', body: { token, ...account } }
  },
  'confirmation of an address': async (warder, name) => {
    await warder.post('/auth/register', { email: `${name}@example.com`, ...account })
    const token = await linkTo(warder, `${name}@example.com`, '/verify-email')
    return { path: '/auth/verify-email', body: { token } }
  },
  'way back from a changed address': async (warder, name) => {
    await warder.user(`${name}@example.com`)
    const person = await program(warder, `${name}@example.com`)
    await person.post('/auth/me/email', { email: `${name}@new.example`, current_password: goodPassword })
    const confirm = await linkTo(warder, `${name}@new.example`, '/confirm-email')
    await person.post('/auth/me/emails/confirm', { token: confirm })
    return {
      path: '/auth/undo-email',
      body: { token: await linkTo(warder, `${name}@example.com`, '/undo-email') },
    }
  },
  'mailed sign-in code': async (warder, name) => {
    const email = `${name}@example.com`
    await warder.user(email)
    await warder.tokens(email)
    // A device that nobody knows has to answer with a code.
    Object.assign(warder.app.config.risk, { new_device: 'step-up' })
    const body = JSON.stringify({ email, password: goodPassword })
    const headers = {
      'content-type': 'application/json',
      'content-length': String(body.length),
      'user-agent': name,
    }
    const answer = await warder.request('/auth/login', { method: 'POST', body, headers }, '203.0.113.9')
    Object.assign(warder.app.config.risk, { new_device: 'off' })
    const { temp_token } = await json<{ temp_token: string }>(answer)
    const [code] = (await warder.inbox()).filter(({ to }) => to === email).flatMap(({ codes }) => codes)
    return { path: '/auth/login/mfa', body: { temp_token, code } }
  },
  'link that signs in': async (warder, name) => {
    await warder.user(`${name}@example.com`)
    await warder.post('/auth/magic/send', { email: `${name}@example.com` })
    return {
      path: '/auth/magic/verify',
      body: { token: await linkTo(warder, `${name}@example.com`, '/magic') },
    }
  },
  'code that signs in': async (warder, name) => {
    const to = `${name}@example.com`
    await warder.user(to)
    const body = { channel: 'email', to }
    const sent = () => warder.post('/auth/otp/send', body).then(json<{ challenge_id: string }>)
    // Two challenges for one code: the second was asked for too soon.
    const ids = [await sent(), await sent()].map(({ challenge_id }) => challenge_id)
    const [code] = (await warder.inbox()).filter((mail) => mail.to === to).flatMap(({ codes }) => codes)
    return {
      path: '/auth/otp/verify',
      bodies: [...ids, ...ids].map((challenge_id) => ({ challenge_id, code })),
    }
  },
  // The step of the code that confirmed it is used already.
  'code of an authenticator app': (warder, name) => four(warder, name, (ada) => ada.code(1)),
  'recovery code': (warder, name) => four(warder, name, (ada) => ada.recovery[0]),
  'answer of a passkey': async (warder, name) => {
    warder.clock.now = Math.floor(Date.now() / 1000)
    const { key } = await personWithKey(warder, `${name}@example.com`)
    const { challenge_id, publicKey } = await ask(warder)
    return { path: '/auth/passkey/authenticate', body: { challenge_id, credential: key.get(publicKey) } }
  },
  // What two copies of a key that counts would send: the question differs, the count does not.
  'count of a passkey': async (warder, name) => {
    warder.clock.now = Math.floor(Date.now() / 1000)
    const { key } = await personWithKey(warder, `${name}@example.com`, { synced: false, counts: true })
    const bodies: object[] = []
    for (let at = 0; at < 4; at++) {
      const { challenge_id, publicKey } = await ask(warder)
      bodies.push({ challenge_id, credential: key.get(publicKey, { sign_count: 7 }) })
    }
    return { path: '/auth/passkey/authenticate', bodies }
  },
}

/** Four sign-ins that wait for the second step, and one code for all of them. */
async function four(warder: TestWarder, name: string, of: (ada: WithApp) => string | undefined) {
  const email = `${name}@example.com`
  warder.clock.now = Math.floor(Date.now() / 1000)
  await warder.user(email)
  const ada = await addApp(warder, email, await program(warder, email))
  const code = of(ada)
  const bodies: object[] = []
  for (let at = 0; at < 4; at++) bodies.push({ temp_token: (await waiting(warder, email)).temp_token, code })
  return { path: '/auth/login/mfa', bodies }
}

/** What may be used one time only. */
export const raced = Object.keys(once)

/**
 * F-33: races of one kind, with four calls in a round, two at each process.
 * @returns how many rounds each process won
 */
export async function race(pair: Pair, what: string, rounds: number) {
  const make = once[what] ?? assert.fail(`nothing is called ${what}`)
  const winners = { here: 0, there: 0 }
  for (let round = 0; round < rounds; round++) {
    const {
      path,
      body = {},
      bodies = [body, body, body, body],
    } = await make(pair.here, `${what.replaceAll(' ', '-')}-${round}`)
    const where = await winnersOf(pair, path, bodies)
    assert.equal(where.length, 1, `round ${round}: ${where.length} had it`)
    for (const place of where) winners[place]++
  }
  return winners
}

async function winnersOf(
  { here, there }: Pair,
  path: string,
  [first = {}, second = {}, third = {}, fourth = {}]: readonly object[],
): Promise<('here' | 'there')[]> {
  const mine = async (body: object) =>
    (
      await (path.startsWith('/oauth/')
        ? here.form(path, body as Record<string, string>)
        : here.post(path, body))
    ).status
  const calls: [where: 'here' | 'there', answer: Promise<number>][] = [
    ['there', there(path, first)],
    ['there', there(path, second)],
    ['here', mine(third)],
    ['here', mine(fourth)],
  ]
  const won: ('here' | 'there')[] = []
  for (const [where, answer] of calls) {
    const status = await answer
    assert.ok(status < 500, `${path} ${status}`)
    if (status < 300) won.push(where)
  }
  return won
}
