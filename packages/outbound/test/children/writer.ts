/** Writes records of different lengths without end: `writer.ts FOLDER`. Waits to be killed. */
import { fileStore } from '../../src/store/file-store.ts'

const [folder = ''] = process.argv.slice(2)
const store = fileStore({ folder, key: Buffer.alloc(32, 7) })
process.stdout.write('ready\n')
for (let i = 0; ; i++)
  await store.set('ada', { kind: 'test', data: { text: 'x'.repeat((i * 997) % 50_000) } })
