import assert from 'node:assert/strict'
import { json, type TestWarder } from '../warder.ts'
import { program, type Program } from './programs.ts'

/** Settings under which text messages are sent: to nobody, because nothing here sends what is queued. */
export const withTexts = { sms_url: `webhook+https://sms.example/in?secret=whsec_${'A'.repeat(32)}` }

/** Every text message to a number, the newest first. */
export async function textsTo(warder: TestWarder, number: string): Promise<string[]> {
  return (await warder.inbox())
    .filter(({ channel, to }) => channel === 'sms' && to === number)
    .map(({ text }) => text)
}

/** The code of the newest message to a number. */
export async function textedCode(warder: TestWarder, number: string): Promise<string> {
  const [text = ''] = await textsTo(warder, number)
  return /#(\d{6})$/.exec(text)?.[1] ?? ''
}

type Uses = { sign_in?: boolean; second_step?: boolean }

export async function put(ada: Program, body: object): Promise<Response> {
  return ada.put('/auth/me/phone', body)
}

/** Adds a number to somebody who signed in a moment ago; gives the recovery codes, where there are any. */
export async function addPhone(
  warder: TestWarder,
  ada: Program,
  phone: string,
  uses: Uses = {},
): Promise<string[]> {
  const asked = await put(ada, { phone, ...uses })
  assert.equal(asked.status, 202, await asked.clone().text())
  const answer = await ada.post('/auth/me/phone/confirm', { code: await textedCode(warder, phone) })
  assert.equal(answer.status, 200, await answer.clone().text())
  return (await json<{ backup_codes: string[] }>(answer)).backup_codes
}

export async function personWithPhone(
  warder: TestWarder,
  email: string,
  phone: string,
  uses: Uses = {},
): Promise<{ ada: Program; recovery: string[] }> {
  await warder.user(email)
  const ada = await program(warder, email)
  return { ada, recovery: await addPhone(warder, ada, phone, uses) }
}
