import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { json, startWarder } from '../../../support/warder.ts'

describe('who may make this server fetch documents', () => {
  test('nobody, unless the operator says so, and the metadata say which', async () => {
    for (const [policy, supported] of [
      ['off', undefined],
      ['on', true],
      ['app.example', true],
    ] as const) {
      const warder = await startWarder({ 'clients.metadata_documents': policy })
      try {
        const metadata = await json(await warder.get('/.well-known/oauth-authorization-server'))
        assert.equal(metadata['client_id_metadata_document_supported'], supported)
      } finally {
        await warder.close()
      }
    }
  })

  test('SS-07 one address names so many unknown clients a minute, and then waits', async () => {
    const warder = await startWarder({ 'clients.metadata_documents': 'on', 'limits.costly': '5' })
    try {
      const statuses: number[] = []
      // An address that is judged without asking for a name, and that may not be reached.
      for (let i = 0; i < 8; i++)
        statuses.push((await warder.get(`/oauth/authorize?client_id=https://10.0.0.1/${i}`)).status)
      assert.deepEqual(statuses, [400, 400, 400, 400, 400, 429, 429, 429])
      const token = await warder.form('/oauth/token', {
        grant_type: 'refresh_token',
        client_id: 'https://10.0.0.1/x',
      })
      assert.equal(token.status, 429)
      const logout = await warder.get('/oauth/logout?client_id=https://10.0.0.1/y')
      assert.equal(logout.status, 429)
    } finally {
      await warder.close()
    }
  })

  test('SS-07 one address names so many documents of one host that nobody has read, and others go on', async () => {
    const warder = await startWarder({ 'clients.metadata_documents': 'on' })
    try {
      const named = (host: string, i: number, address?: string) =>
        warder.request(`/oauth/authorize?client_id=https://${host}/${i}`, {}, address)
      const statuses: number[] = []
      for (let i = 0; i < 12; i++) statuses.push((await named('10.0.0.1', i)).status)
      assert.deepEqual(statuses, [...Array<number>(10).fill(400), 429, 429])
      assert.equal((await named('10.0.0.2', 1)).status, 400)
      assert.equal((await named('10.0.0.1', 13, '192.0.2.9')).status, 400)
      warder.clock.now += 61
      assert.equal((await named('10.0.0.1', 14)).status, 400)
    } finally {
      await warder.close()
    }
  })
})
