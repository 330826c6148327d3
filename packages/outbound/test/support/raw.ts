import { connect } from 'node:net'

/** Sends text as it is, which no HTTP library does, and reads until the other side has closed. */
export async function rawExchange(port: number, text: string): Promise<{ status: number; text: string }> {
  const socket = connect(port, '127.0.0.1')
  socket.write(text.replaceAll('\n', '\r\n'))
  let answer = ''
  socket.setEncoding('latin1')
  for await (const chunk of socket) answer += String(chunk)
  return { status: Number(answer.split(' ', 2)[1] ?? 0), text: answer }
}
