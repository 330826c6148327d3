import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const packageFolder = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//

/**
 * The name, version and licence text of every package that some files come from.
 *
 * @param base what relative paths of `files` start from
 * @throws Error when a package brings no licence text: then it must not be copied
 */
export function licencesOf(base: string, files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => packageFolder.exec(file)?.[1] ?? []))
  const notices = [...folders].map((folder) => notice(join(base, folder)))
  return `Warder contains parts of these packages.\n\n${notices.toSorted().join('\n')}`
}

function notice(folder: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
  const title = `${manifest['name']} ${manifest['version']} (${manifest['license']})`
  const texts = readdirSync(folder).filter((name) => /^(?:licen[cs]e|notice)/i.test(name))
  if (texts.length === 0) throw new Error(`${title} has no licence text`)
  const lines = texts.map((name) => readFileSync(join(folder, name), 'utf8').trim())
  return [title, '='.repeat(title.length), ...lines, ''].join('\n')
}
