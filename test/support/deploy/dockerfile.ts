/** One instruction: its word, what stands before the arguments as `--name=value`, and the rest as it is written. */
export type Step = { word: string; flags: Record<string, string>; rest: string; line: number }

export type Stage = { name: string; from: string; steps: Step[] }

/**
 * Reads a Dockerfile of the plain kind: no heredocs, no variables, no other escape than the usual.
 *
 * @throws Error naming the line that is not understood
 */
export function parseDockerfile(text: string): Stage[] {
  const stages: Stage[] = []
  for (const step of steps(text)) {
    if (step.word === 'FROM') {
      const [, from = '', name = ''] = /^(\S+)(?: AS (\S+))?$/.exec(step.rest) ?? []
      if (from === '') throw new Error(`line ${step.line}: FROM image AS name`)
      stages.push({ from, name: name || String(stages.length), steps: [] })
      continue
    }
    const stage = stages.at(-1)
    if (!stage) throw new Error(`line ${step.line}: ${step.word} stands before the first FROM`)
    stage.steps.push(step)
  }
  return stages
}

const words = new Set(
  'FROM RUN COPY WORKDIR ENV USER EXPOSE VOLUME STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD'.split(' '),
)

function steps(text: string): Step[] {
  const found: Step[] = []
  let begun: { text: string; line: number } | undefined
  for (const [at, line] of text.split('\n').entries()) {
    if (/^\s*(#|$)/.test(line)) continue
    begun = begun ? { ...begun, text: `${begun.text} ${line.trim()}` } : { text: line.trim(), line: at + 1 }
    if (begun.text.endsWith('\\')) {
      begun.text = begun.text.slice(0, -1).trim()
      continue
    }
    found.push(stepOf(begun))
    begun = undefined
  }
  if (begun) throw new Error(`line ${begun.line}: goes on, and nothing follows`)
  return found
}

function stepOf({ text, line }: { text: string; line: number }): Step {
  const [, word = '', before = '', rest = ''] = /^(\S+)((?:\s+--\S+)*)\s+(.*)$/s.exec(text) ?? []
  if (!words.has(word)) throw new Error(`line ${line}: ${word || text} is not known`)
  const flags = [...before.matchAll(/--([a-z-]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value])
  return { word, flags: Object.fromEntries(flags) as Record<string, string>, rest, line }
}

/** The arguments of the form `["node", "x.js"]`, the one in which no shell stands between. @throws Error for the other */
export function execForm({ rest, line }: Step): string[] {
  const args: unknown = rest.startsWith('[') ? JSON.parse(rest) : undefined
  if (!Array.isArray(args) || !args.every((arg) => typeof arg === 'string'))
    throw new Error(`line ${line}: write it as a list, or signals reach the shell and not the program`)
  return args
}
