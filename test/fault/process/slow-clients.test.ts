import { test } from 'node:test'
import { slowClients } from './slow-clients.ts'

test('F-39 DS-05 among five hundred slow clients of four kinds everybody else is served within half a second', async (t) => {
  await slowClients(t, 500, 3, false)
})
