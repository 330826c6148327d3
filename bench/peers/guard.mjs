/**
 * An API of a few lines behind `@warder/guard`, which trusts an issuer that this process is as well: its metadata and its
 * key set. Environment: PORT, DATA (where `jwks.json` is), REMEMBER (how many verified tokens are remembered).
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { guard, nodeHandler } from '@warder/guard'

const { PORT, DATA = '', REMEMBER } = process.env
const issuer = `http://127.0.0.1:${PORT}`

const auth = guard({ issuer, audience: 'https://api.example', remember: Number(REMEMBER) })
const me = nodeHandler(auth.requireScope('read'), (_request, response, { subject, scopes }) => {
  const body = JSON.stringify({ subject, scopes })
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
})

const documents = {
  '/health': () => '{}',
  '/.well-known/oauth-authorization-server': () => JSON.stringify({ issuer, jwks_uri: `${issuer}/jwks` }),
  '/jwks': () => readFileSync(join(DATA, 'jwks.json')),
}

createServer((request, response) => {
  if (request.url === '/me') return void me(request, response)
  const document = documents[request.url]
  response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' }).end(document?.())
}).listen(Number(PORT), '127.0.0.1')
