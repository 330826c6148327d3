/**
 * A socket that answers a constant to every packet and parses nothing. It exists to prove the load generator: as long as
 * this is quicker than the floor, it is the floor that is measured and not the generator.
 */
import { createServer } from 'node:net'

const { PORT, BYTES = '300' } = process.env
const body = `{"floor":"${'x'.repeat(Math.max(0, Number(BYTES) - 12))}"}`
const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
)

createServer({ noDelay: true }, (socket) => {
  socket.on('data', () => socket.write(answer))
  socket.on('error', () => socket.destroy())
}).listen(Number(PORT), '127.0.0.1')
