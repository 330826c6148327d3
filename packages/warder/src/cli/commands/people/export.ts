import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Option, type Command } from 'commander'
import { tenant } from '../../options.ts'
import { text, verb } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import { newFile } from '../data/files.ts'

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
        // Before anything is made and told: who has no place for it, has no copy.
        const place = file === undefined ? process.stdout : await newFile(file)
        await pipeline(Readable.from(await exportFor(by, who)), place, { end: file !== undefined })
        if (file === undefined) return undefined
        return { value: { file }, text: `Written to ${file}.` }
      }),
  })
}
