import { test } from 'node:test'
import { slowClients } from '../process/slow-clients.ts'

test('F-39 DS-05 a thousand slow clients for a minute: each is closed in half of it, and nobody else notices', async (t) => {
  await slowClients(t, 1000, 60, true)
})
