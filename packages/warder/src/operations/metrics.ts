import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

export type Metrics = {
  /** An audit event happened. */
  event: (type: string, outcome: string) => void
  /** A request was answered; `route` is the row of the table and never a path. */
  answered: (route: string, status: number, seconds: number) => void
  /** The text that Prometheus reads. */
  text: () => Promise<{ type: string; body: string }>
}

/** Counts events and requests, with what Node tells about memory, event loop and garbage collection. */
export function createMetrics(): Metrics {
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
  return {
    event: (type, outcome) => events.inc({ type, outcome }),
    answered: (route, status, seconds) =>
      requests.observe({ route, status: `${Math.floor(status / 100)}xx` }, seconds),
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  }
}
