/** A Markdown table. A bar or a line break inside a cell would end it. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ')

export const mono = (text: string): string => `\`${text}\``

/** Stands at the top of every generated page. */
export const generated = '<!-- Made by `npm run docs` from the code. Change the code. -->'
