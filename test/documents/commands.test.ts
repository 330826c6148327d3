import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { transform } from 'esbuild'
import { readSettings } from '../../packages/warder/src/config/settings-file.ts'
import { settingRows } from '../../packages/warder/src/config/settings.ts'
import { programOf } from '../../packages/warder/src/cli/program.ts'
import { documents, inLanguage, root, textOf } from './blocks.ts'
import { commandsIn, wordsOf } from './shell.ts'

type Command = Awaited<ReturnType<typeof programOf>>

const shell = inLanguage('sh', 'console', '')

describe('the commands of the documents', () => {
  const written = shell.flatMap(({ name, code }) => commandsIn(code).map((line) => ({ name, line })))

  test('are many', () => assert.ok(written.length > 60, `${written.length}`))

  for (const { name, line } of written)
    test(`${name} warder ${line}`, async () => assert.equal(await refusalOf(wordsOf(line)), undefined))

  /** In a sentence stands as much of a command as the sentence needs. */
  const named = documents.flatMap((file) =>
    [...textOf(file).matchAll(/`warder ([a-z][^`\n]*)`/g)].flatMap(([, line = '']) =>
      alternatives(line).map((one) => ({ file, line: one })),
    ),
  )
  test('that stand in a sentence are there, with their options', async () => {
    const unknown: string[] = []
    for (const { file, line } of named) {
      const words = wordsOf(line)
      const command = await commandOf(words)
      const flags = words.filter((word) => word.startsWith('--')).map((word) => word.split('=')[0])
      const known = command?.options.flatMap(({ long }) => long ?? []) ?? []
      const wrong = flags.filter((flag) => flag !== '--help' && !known.includes(flag ?? ''))
      if (!command || wrong.length > 0) unknown.push(`${file}: warder ${line}`)
    }
    assert.deepEqual(unknown, [])
  })

  test('of npm are there', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: object }
    const wrong = shell.flatMap(({ name, code }) =>
      [...code.matchAll(/\bnpm run (?:-s )?([\w:-]+)/g)].flatMap(([, script = '']) =>
        script in scripts ? [] : [`${name} npm run ${script}`],
      ),
    )
    assert.deepEqual(wrong, [])
  })
})

/** `user disable|enable` is two commands. */
function alternatives(line: string): string[] {
  const [, before = '', several = '', after = ''] = /^(.*?)([a-z-]+(?:\|[a-z-]+)+)(.*)$/.exec(line) ?? []
  return several === '' ? [line] : several.split('|').map((one) => before + one + after)
}

/** The command that words name; undefined where there is none. */
async function commandOf(words: readonly string[]): Promise<Command | undefined> {
  let at = await programOf(true, words)
  for (const word of words) {
    if (word.startsWith('-') || word === '…' || at.commands.length === 0) break
    const next = at.commands.find((command) => command.name() === word || command.aliases().includes(word))
    if (!next) return undefined
    at = next
  }
  return at
}

/** What the command line says of words before it does anything. */
async function refusalOf(words: readonly string[]): Promise<string | undefined> {
  const command = await commandOf(words)
  if (!command) return 'there is no such command'
  let program = command
  while (program.parent) program = program.parent
  command.action(() => undefined)
  try {
    await program.parseAsync([...words], { from: 'user' })
    return undefined
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    return said === '(outputHelp)' ? undefined : said
  }
}

test('every example that a help shows is one that is understood', async () => {
  const wrong: string[] = []
  const leaves = (command: Command): Command[] =>
    command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
  for (const leaf of leaves(await programOf(false, []))) {
    let help = ''
    leaf.configureOutput({ writeOut: (text) => (help += text) }).outputHelp()
    const [line] = commandsIn(/^ {2}\$ (.+)$/m.exec(help)?.[1] ?? '')
    const refusal = line === undefined ? 'has no example' : await refusalOf(wordsOf(line))
    if (refusal !== undefined) wrong.push(`${leaf.name()}: ${line ?? ''}: ${refusal}`)
  }
  assert.deepEqual(wrong, [])
})

test('every variable that a document names is one that something reads', () => {
  const settings = settingRows.flatMap(({ env }) => (env === undefined ? [] : [env, `${env}_FILE`]))
  // Of the guard and of outbound calls, which tell of what is missing themselves; and of Kubernetes, which nobody sets.
  const others =
    /^WARDER_(AUDIENCE|CLIENT_ID|CLIENT_SECRET|OUTBOUND_CONFIG|OUTBOUND_KEY_FILE|OUTBOUND_PASSPHRASE|PORT)$/
  const wrong = documents.flatMap((file) =>
    [...textOf(file).matchAll(/\bWARDER_[A-Z0-9_]+\b/g)].flatMap(([name]) =>
      settings.includes(name) || others.test(name) ? [] : [`${file}: ${name}`],
    ),
  )
  assert.deepEqual(wrong, [])
})

describe('other blocks', () => {
  for (const { name, code } of inLanguage('json'))
    test(`${name} is JSON`, () => assert.doesNotThrow(() => void JSON.parse(code)))

  for (const { name, code } of inLanguage('yaml').filter(({ name: of }) => !of.startsWith('docs/outbound')))
    test(`${name} is settings`, () => assert.deepEqual(readSettings(code, name).problems, []))

  for (const { name, code } of inLanguage('js', 'tsx'))
    test(`${name} is a script`, () => assert.doesNotReject(transform(code, { loader: 'tsx' })))

  for (const { name, code } of inLanguage('html'))
    test(`${name} has a script`, async () => {
      const [, script = ''] = /<script type="module">(.*)<\/script>/s.exec(code) ?? []
      assert.notEqual(script, '')
      await transform(script, { loader: 'js' })
    })
})

/** As GitHub makes them of headings. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-')

test('every link leads to a file, and to a heading of it', () => {
  const broken: string[] = []
  for (const file of documents) {
    for (const [, target = ''] of textOf(file).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)) {
      const [path = '', anchor] = target.split('#')
      const to = path === '' ? file : join(dirname(file), path)
      if (!existsSync(join(root, to))) broken.push(`${file}: ${target}`)
      else if (anchor !== undefined && to.endsWith('.md')) {
        const headings = [...textOf(to).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading))
        if (!headings.includes(anchor)) broken.push(`${file}: ${target}`)
      }
    }
  }
  assert.deepEqual(broken, [])
})
