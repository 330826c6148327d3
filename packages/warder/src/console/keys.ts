import { answer, done } from '../account/frame.ts'
import { keysPage, rotateKeysPage, type SigningKeyRow } from '../pages/console/server/keys.ts'
import { ask, named, ofId, type Listed } from './ask.ts'
import { consoleFrame, doing, withWrong, wrongWith, type Again } from './frame.ts'
import type { Handler } from './row.ts'

const path = '/console/keys'

const all: Again = async (call, wrong) => {
  const { value } = await ask<Listed<SigningKeyRow>>(call, 'GET /api/admin/signing-keys')
  return answer(call, keysPage({ ...withWrong(call, wrong), keys: value.items }), wrong?.status)
}
export const list: Handler = (call) => all(call)

export const confirmRotation: Handler = (call) => answer(call, rotateKeysPage(consoleFrame(call)))

export const rotate: Handler = async (call, does) => {
  const emergency = named(call, 'emergency') === 'on'
  try {
    await ask(call, does, { body: { emergency } })
  } catch (error) {
    const { whole, status } = wrongWith(error, [])
    return answer(call, rotateKeysPage({ ...consoleFrame(call), whole }), status)
  }
  return done(call, path, emergency ? 'rotated-at-once' : 'rotated')
}

export const retire = doing({ asked: ofId, to: () => path, outcome: 'retired', again: all })
