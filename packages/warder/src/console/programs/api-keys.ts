import { answer } from '../../account/frame.ts'
import { apiKeysPage, type ApiKeyRow } from '../../pages/console/programs/api-keys.ts'
import { ask, ofId, type Listed } from '../ask.ts'
import { doing, withWrong, wrongWith, type Again } from '../frame.ts'
import type { Handler } from '../row.ts'

const some: Again = async (call, wrong) => {
  const { searchParams } = call.url
  const owner = searchParams.get('user') ?? ''
  const view = withWrong(call, wrong)
  const query = { user: owner, cursor: searchParams.get('cursor') }
  const { items, next_cursor } = (await ask<Listed<ApiKeyRow>>(call, 'GET /api/admin/api-keys', { query }))
    .value
  return answer(call, apiKeysPage({ ...view, keys: items, next_cursor, owner }), wrong?.status)
}

/** Of somebody who is not known there are none, and the page says why. */
export const list: Handler = async (call) => {
  try {
    return await some(call)
  } catch (error) {
    const wrong = wrongWith(error, [])
    const owner = call.url.searchParams.get('user') ?? ''
    const body = apiKeysPage({ ...withWrong(call, wrong), keys: [], next_cursor: null, owner })
    return answer(call, body, wrong.status)
  }
}

export const end = doing({ asked: ofId, to: () => '/console/api-keys', outcome: 'key-ended', again: some })
