import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientName, isDocumentId } from './client-name.ts'

test('a client that was given its id is called by it, whoever the issuer is', () => {
  assert.equal(isDocumentId('cli_1'), false)
  assert.equal(clientName('https://id.example', 'cli_1'), 'cli_1')
})

test('a client that describes itself is another one at each issuer', () => {
  for (const id of ['https://app.example/client.json', 'http://localhost:4000/client.json']) {
    assert.equal(isDocumentId(id), true)
    const names = ['https://id.example', 'https://id.example/t/acme'].map((issuer) => clientName(issuer, id))
    assert.equal(new Set([...names, id]).size, 3)
  }
})
