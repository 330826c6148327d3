import { openConnection } from './connection.ts'
import { type Exchange, fault, requestsOf } from './exchange.ts'

/**
 * Asks once, exactly as the generator will on that connection, and gives the body back.
 *
 * @throws Error when the answer is not what the exchange expects
 */
export async function askOnce(port: number, exchange: Exchange, connection = 0): Promise<string> {
  const asked = Promise.withResolvers<string>()
  openConnection(port, requestsOf(exchange, port, connection), {
    answered({ status, body }) {
      const wrong = fault(exchange.expected, status, body)
      if (wrong === undefined) asked.resolve(body)
      else asked.reject(new Error(`${exchange.method} ${exchange.path}: ${wrong}`))
      return false
    },
    failed: (reason) => asked.reject(new Error(`${exchange.method} ${exchange.path}: ${reason}`)),
    ended: () => undefined,
  })
  return asked.promise
}
