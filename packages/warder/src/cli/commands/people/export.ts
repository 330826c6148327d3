import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Option, type Command } from 'commander'
import { tenant } from '../../options.ts'
import { text, verb } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

/** A copy of everything that is known of a person, for somebody who asked for it by letter. */
export function exportVerb(user: Command): void {
  verb(user, {
    name: 'export <user>',
    summary: 'Write everything that is known of a person as JSON. They are told by mail.',
    example: 'warder user export ada@example.com --file ada.json',
    options: [new Option('--file <file>', 'where to write it, in place of standard output'), tenant()],
    run: (options, [who = '']) =>
      withApp(options, async (by) => {
        const { exportFor } = await import('../../../privacy/export/export.ts')
        const file = text(options, 'file')
        const copy = Readable.from(await exportFor(by, who))
        if (file === undefined) {
          await pipeline(copy, process.stdout, { end: false })
          return undefined
        }
        // It is nobody else's on this machine, which a file that is there already might be.
        await pipeline(copy, createWriteStream(file, { mode: 0o600, flags: 'wx' }))
        return { value: { file }, text: `Written to ${file}.` }
      }),
  })
}
