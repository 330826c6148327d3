import { invite } from '../../../packages/warder/src/users/invite/invite.ts'
import { code_verifier, oauthWorld, redirect_uri } from '../../support/oauth.ts'
import { newKey, type RequestOptions } from '../../support/passkeys/authenticator.ts'
import { ask, askToMake, personWithKey } from '../../support/passkeys/people.ts'
import { addApp, begin, codeAt, waiting, type WithApp } from '../../support/people/authenticator.ts'
import { addPhone, put, textedCode } from '../../support/people/phones.ts'
import { linkTo, program, type Program } from '../../support/people/programs.ts'
import { goodPassword, json, type TestWarder } from '../../support/warder.ts'

/**
 * What may be used one time: made here, and used by two calls at each process at the same moment. Where each call must
 * come by a sign-in of its own, `bodies` are four that differ in that alone.
 */
export type Once = (
  warder: TestWarder,
  name: string,
) => Promise<{ path: string; body?: object; bodies?: object[]; headers?: Record<string, string> }>

const account = { password: goodPassword, full_name: 'Ada' }

export const once: Record<string, Once> = {
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
  'first code of an authenticator app': async (warder, name) => {
    const ada = await member(warder, name)
    const { id, secret } = await begin(ada)
    const body = { id, code: codeAt(secret, warder.clock.now) }
    return { path: '/auth/mfa/totp/confirm', body, headers: ada.headers() }
  },
  'passkey that is added': async (warder, name) => {
    const ada = await member(warder, name)
    const { challenge_id, publicKey } = await askToMake(warder, ada.headers())
    const body = { challenge_id, credential: newKey().create(publicKey) }
    return { path: '/auth/passkey/register', body, headers: ada.headers() }
  },
  'code to a phone number': async (warder, name) => {
    const ada = await member(warder, name)
    // One address may ask for twenty messages in an hour, and this one asks for more.
    await warder.app.db.deleteFrom('counter').where('key', 'like', 'sms:%').execute()
    const phone = phoneOf(name, 1_000_000)
    await put(ada, { phone })
    const body = { code: await textedCode(warder, phone) }
    return { path: '/auth/me/phone/confirm', body, headers: ada.headers() }
  },
  'link to a further address': async (warder, name) => {
    const ada = await member(warder, name)
    await ada.post('/auth/me/emails', { email: `${name}@home.example` })
    const token = await linkTo(warder, `${name}@home.example`, '/confirm-email')
    return { path: '/auth/me/emails/confirm', body: { token }, headers: ada.headers() }
  },
  'step-up that waits': async (warder, name) => {
    const ada = await member(warder, name)
    const app = await addApp(warder, `${name}@example.com`, ada)
    const begun = await ada.post('/auth/reauthenticate/begin', { method: 'totp' })
    const { challenge_id } = await json<{ challenge_id: string }>(begun)
    const bodies = [app.code(1), app.recovery[0], app.code(1), app.recovery[1]].map((code) => ({
      challenge_id,
      code,
    }))
    return { path: '/auth/reauthenticate', bodies, headers: ada.headers() }
  },
  'answer of a passkey as second step': async (warder, name) => {
    const email = `${name}@example.com`
    warder.clock.now = Math.floor(Date.now() / 1000)
    const { key } = await personWithKey(warder, email)
    const { temp_token, publicKey } = (await waiting(warder, email)) as Awaited<
      ReturnType<typeof waiting>
    > & {
      publicKey: RequestOptions
    }
    return { path: '/auth/login/mfa', body: { temp_token, credential: key.get(publicKey) } }
  },
  'code by text message as second step': async (warder, name) => {
    const email = `${name}@example.com`
    const ada = await member(warder, name)
    await warder.app.db.deleteFrom('counter').where('key', 'like', 'sms:%').execute()
    const phone = phoneOf(name, 2_000_000)
    await addPhone(warder, ada, phone, { second_step: true })
    const { temp_token } = await waiting(warder, email)
    return { path: '/auth/login/mfa', body: { temp_token, code: await textedCode(warder, phone) } }
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

/** A number of one's own in each round. */
const phoneOf = (name: string, from: number) =>
  `+4179${String(Number(name.split('-').at(-1)) * 48_611 + from).slice(-7)}`

/** Somebody who is signed in, and whose token both processes know. */
async function member(warder: TestWarder, name: string): Promise<Program> {
  warder.clock.now = Math.floor(Date.now() / 1000)
  await warder.user(`${name}@example.com`)
  return program(warder, `${name}@example.com`)
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
