import { openConnection } from './connection.ts'
import { type Exchange, fault, requestBytes } from './exchange.ts'

/**
 * Asks once, exactly as the generator will, and gives the body back.
 *
 * @throws Error when the answer is not what the exchange expects
 */
export async function askOnce(port: number, exchange: Exchange): Promise<string> {
  const asked = Promise.withResolvers<string>()
  openConnection(port, requestBytes(exchange, port), {
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
