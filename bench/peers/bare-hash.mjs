/**
 * The bare hash rate: a `node:http` server that does nothing but verify one Argon2id hash for each request, one at a time.
 *
 * Environment: PORT.
 */
import { createServer } from 'node:http'
import { hash, verify } from '@node-rs/argon2'

const known = await hash('lovelace-1843-engine', { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
let last = Promise.resolve()

createServer((request, response) => {
  request.resume().on('end', () => {
    last = last.then(async () => {
      const right = await verify(known, 'lovelace-1843-engine')
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ right }))
    })
  })
}).listen(Number(process.env.PORT), '127.0.0.1')
