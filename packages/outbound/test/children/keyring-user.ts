/** Opens a store on the bus that this process is on, and prints one line of JSON: what it found there, or what went wrong. */
import { openStore } from '../../src/store/open-store.ts'

const [folder = '', deed = 'get', fallback] = process.argv.slice(2)
const began = performance.now()
try {
  const store = await openStore({
    service: 'test',
    folder,
    keyringPatienceMs: 1500,
    ...(fallback !== undefined && { fallback: 'passphrase', passphrase: fallback }),
  })
  if (deed === 'set') await store.set('ada', { kind: 'test', data: { text: 'canary-4711' } })
  const found = await store.get('ada')
  console.log(JSON.stringify({ about: store.about, found: found?.data['text'] ?? null }))
} catch (error) {
  const { code, hint } = error as { code?: string; hint?: string } // an OutboundError, which the test looks at
  console.log(JSON.stringify({ code, hint, ms: Math.round(performance.now() - began) }))
}
// A keyring that asks a person keeps its thread waiting; nobody is here to answer.
process.exit(0)
