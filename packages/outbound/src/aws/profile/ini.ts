/** Names and values by section, as the files of the AWS command line have them. */
export type Sections = ReadonlyMap<string, ReadonlyMap<string, string>>

/**
 * Reads `~/.aws/config` and `~/.aws/credentials`. What is nested below a name, by indentation, is no value of the section.
 * A section that comes twice is one.
 */
export function readIni(text: string): Sections {
  const sections = new Map<string, Map<string, string>>()
  let current: Map<string, string> | undefined
  for (const line of text.split(/\r?\n/)) {
    if (/^(?:\s|[#;]|$)/.test(line)) continue
    const [, title] = /^\[([^\]]*)\]/.exec(line) ?? []
    if (title !== undefined) {
      const name = title.replaceAll(/["']/g, '').trim().replaceAll(/\s+/g, ' ')
      current = sections.get(name) ?? new Map<string, string>()
      sections.set(name, current)
      continue
    }
    const at = line.indexOf('=')
    // A comment begins after a space: a secret may hold the sign itself.
    const value = line.slice(at + 1).replace(/\s[#;].*$/, '')
    if (at > 0) current?.set(line.slice(0, at).trim().toLowerCase(), value.trim())
  }
  return sections
}
