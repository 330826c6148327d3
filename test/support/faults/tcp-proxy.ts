import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A connection between two machines that a test can spoil. */
export type TcpProxy = {
  port: number
  /** How many connections were made through it so far. */
  connections: () => number
  /** Milliseconds by which everything is late that passes from now on, in both directions. */
  delay: (ms: number) => void
  /** Swallows everything, as a firewall does: connections stay open and nothing arrives; `false` heals it. */
  drop: (dropping: boolean) => void
  /** Ends the answers and leaves the questions open. */
  halfClose: () => void
  close: () => Promise<void>
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const pairs = new Set<[client: Socket, server: Socket]>()
  let late = 0
  let dropping = false
  let made = 0

  const pass = (from: Socket, to: Socket) => {
    from.on('data', (chunk) => {
      if (dropping) return
      const send = () => {
        if (!dropping && to.writable) to.write(chunk)
      }
      // What is late stays in order: timers of one length end in the order in which they began.
      if (late > 0) setTimeout(send, late)
      else send()
    })
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
    from.on('end', () => to.end())
  }
  const server = createServer({ allowHalfOpen: true }, (client) => {
    made++
    const upstream = connect({ port: target, host: '127.0.0.1', allowHalfOpen: true })
    const pair: [Socket, Socket] = [client, upstream]
    pairs.add(pair)
    client.on('close', () => pairs.delete(pair))
    pass(client, upstream)
    pass(upstream, client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    port: (server.address() as AddressInfo).port,
    connections: () => made,
    delay: (ms) => (late = ms),
    drop: (swallow) => (dropping = swallow),
    halfClose: () => pairs.forEach(([client]) => client.end()),
    close: async () => {
      for (const pair of pairs) for (const socket of pair) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
