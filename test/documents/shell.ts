/**
 * The commands of Warder in a block of a shell, without the word `warder`: what follows it up to the end of the line, a pipe, a
 * redirection, a comment or another command.
 */
export function commandsIn(code: string): string[] {
  // What another command says is one word.
  const lines = code
    .replaceAll(/\$\([^()]*\)/g, '…')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
  const begins =
    /(?:^(?:\$ )?|[|&;(])\s*(?:[A-Z_]+=(?:"[^"]*"|'[^']*'|\S*)\s+)*(?:npm exec -- )?warder (?=[a-z-])/
  return lines.flatMap((line) => {
    const at = begins.exec(line)
    return at ? [untilOver(line.slice(at.index + at[0].length))] : []
  })
}

function untilOver(text: string): string {
  let quote = ''
  for (const [at, sign] of [...text].entries()) {
    if (quote === '' && (sign === '"' || sign === "'")) quote = sign
    else if (sign === quote) quote = ''
    else if (quote === '' && (/[|&;<>)]/.test(sign) || (sign === '#' && text[at - 1] === ' ')))
      return text.slice(0, at).trim()
  }
  return text.trim()
}

/** The words of a command, as a shell takes them apart. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g)].map(([word]) => word.replace(/["']/g, ''))
}
