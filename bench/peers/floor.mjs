/** The floor: a bare `node:http` server that answers a constant. Environment: PORT, BYTES (size of the body). */
import { createServer } from 'node:http'

const { PORT, BYTES = '300' } = process.env
const frame = '{"floor":""}'
const body = `{"floor":"${'x'.repeat(Math.max(0, Number(BYTES) - frame.length))}"}`
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }

createServer((_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
}).listen(Number(PORT), '127.0.0.1')
