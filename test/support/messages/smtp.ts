import { createServer, type AddressInfo, type Socket } from 'node:net'

/** What the server does at one step: answers with a line; `hang` says nothing more, `drop` closes the connection. */
export type Move = 'hang' | 'drop' | `${number} ${string}`

/** What it does for each message in turn: by the step's verb, `end` being the dot after the message. */
export type Script = Partial<Record<'greeting' | 'EHLO' | 'MAIL' | 'RCPT' | 'DATA' | 'end', Move>>

export type Smtp = {
  url: string
  /** Every line it heard. */
  lines: string[]
  /** Every message whose dot it heard, as it was sent, whether or not it was taken then. */
  messages: string[]
  /** Says what the next connections meet, the last one for all that follow. */
  play: (...scripts: Script[]) => void
  recipients: () => string[]
  close: () => void
}

const usual: Required<Script> = {
  greeting: '220 mail.example',
  EHLO: '250 mail.example',
  MAIL: '250 fine',
  RCPT: '250 fine',
  DATA: '354 go on',
  end: '250 taken',
}

/** A mail server that does what a test tells it, and takes everything until then. */
export async function smtpServer(): Promise<Smtp> {
  const lines: string[] = []
  const messages: string[] = []
  const open = new Set<Socket>()
  let scripts: Script[] = []
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    const script = { ...usual, ...(scripts.length > 1 ? scripts.shift() : scripts[0]) }
    speak(socket, script, lines, messages)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    messages,
    play: (...next) => (scripts = next),
    recipients: () => lines.filter((line) => /^RCPT/i.test(line)),
    close: () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}

function speak(socket: Socket, script: Required<Script>, lines: string[], messages: string[]): void {
  let silent = false
  let message: string[] | undefined
  const move = (step: keyof Script) => {
    const what = script[step]
    if (what === 'hang') silent = true
    if (what === 'drop') socket.destroy()
    if (!silent && !socket.destroyed) socket.write(`${what}\r\n`)
  }
  const hear = (line: string) => {
    lines.push(line)
    if (message && line !== '.') return void message.push(line)
    if (message) {
      messages.push(message.join('\r\n'))
      message = undefined
      return move('end')
    }
    const verb = line.slice(0, 4).toUpperCase()
    if (verb === 'QUIT') return void socket.end('221 bye\r\n')
    if (verb === 'DATA' && script.DATA.startsWith('354')) message = []
    if (verb === 'EHLO' || verb === 'MAIL' || verb === 'RCPT' || verb === 'DATA') move(verb)
    else socket.write('250 fine\r\n')
  }
  let rest = ''
  socket.on('data', (chunk) => {
    const parts = (rest + chunk.toString()).split('\r\n')
    rest = parts.pop() ?? ''
    for (const line of parts) if (!silent) hear(line)
  })
  move('greeting')
}
