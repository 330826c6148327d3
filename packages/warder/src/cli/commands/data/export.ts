import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Option, type Command } from 'commander'
import { tenant } from '../../options.ts'
import { text, verb } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import { newFile } from './files.ts'

export function exportCommand(program: Command): void {
  verb(program, {
    name: 'export',
    summary:
      'Write roles, people and applications of a tenant, a line of JSON each. `import` takes them elsewhere.',
    example: 'warder export --file people.ndjson',
    options: [
      new Option('--file <file>', 'where to write it, in place of standard output'),
      new Option('--with-hashes', 'also the hashes of passwords and of secrets of applications'),
      tenant(),
    ],
    run: (options) =>
      withApp(options, async (by) => {
        const { exportRecords } = await import('../../../transfer/export.ts')
        const file = text(options, 'file')
        const place = file === undefined ? process.stdout : await newFile(file)
        const records = await exportRecords(by, { with_hashes: options['withHashes'] === true })
        await pipeline(Readable.from(records), place, { end: file !== undefined })
        if (file === undefined) return undefined
        return { value: { file }, text: `Written to ${file}.` }
      }),
  })
}
