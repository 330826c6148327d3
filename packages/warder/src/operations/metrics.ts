import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

export type Metrics = {
  /** An audit event happened. */
  event: (type: string, outcome: string) => void
  /** A request was answered; `route` is the row of the table and never a path. */
  answered: (route: string, status: number, seconds: number) => void
  /** A message was handed over, put off or given up. */
  message: (channel: string, result: 'sent' | 'postponed' | 'given_up') => void
  /** The text that Prometheus reads. */
  text: () => Promise<{ type: string; body: string }>
}

/** How many messages are not sent, by channel and state: `waiting` or `failed`. */
export type Unsent = () => Promise<readonly { channel: string; state: string; count: number }[]>

/** Counts events and requests, with what Node tells about memory, event loop and garbage collection. */
export function createMetrics(unsent: Unsent): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const events = new Counter({
    name: 'warder_events_total',
    help: 'Audit events, by type and outcome',
    labelNames: ['type', 'outcome'],
    registers: [registry],
  })
  const requests = new Histogram({
    name: 'warder_http_request_seconds',
    help: 'Time to answer a request, by route and class of status',
    labelNames: ['route', 'status'],
    buckets: [0.001, 0.005, 0.025, 0.1, 0.25, 1, 5],
    registers: [registry],
  })
  const messages = new Counter({
    name: 'warder_messages_total',
    help: 'Attempts to hand over a message, by channel and result',
    labelNames: ['channel', 'result'],
    registers: [registry],
  })
  const outbox = new Gauge({
    name: 'warder_outbox_messages',
    help: 'Messages that are not sent, by channel and state',
    labelNames: ['channel', 'state'],
    registers: [registry],
    collect: async () => {
      outbox.reset()
      // Without the database the other numbers are still of use.
      const counts = await unsent().catch(() => [])
      for (const { channel, state, count } of counts) outbox.set({ channel, state }, count)
    },
  })
  return {
    event: (type, outcome) => events.inc({ type, outcome }),
    answered: (route, status, seconds) =>
      requests.observe({ route, status: `${Math.floor(status / 100)}xx` }, seconds),
    message: (channel, result) => messages.inc({ channel, result }),
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  }
}
