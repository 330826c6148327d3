/** Takes a lock and never gives it back: `holder.ts FOLDER`. Says so, and waits to be killed. */
import { fileStore } from '../../src/store/file-store.ts'

const [folder = ''] = process.argv.slice(2)
await fileStore({ folder, key: Buffer.alloc(32, 7) }).withLock('ada', () => {
  process.stdout.write('held\n')
  return new Promise<void>((resolve) => process.stdin.on('end', resolve).resume())
})
