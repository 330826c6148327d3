import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { tempDir } from '../../../../../test/support/services.ts'
import { buildFilter, type BuildOptions } from './build.ts'
import { openFilter } from './filter.ts'
import { sizeFor, errorRate } from './sizing.ts'
import { verifyFilter } from './verify.ts'

const sha1 = (password: string): Buffer => createHash('sha1').update(password).digest()
const line = (password: string, count = 7): string =>
  `${sha1(password).toString('hex').toUpperCase()}:${count}`
const passwords = (word: string, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${word} ${at}`)

describe('the file of stolen passwords', () => {
  const folder = tempDir()
  after(() => folder.drop())
  const at = (name: string): string => join(folder.path, name)
  const build = (name: string, content: string, more: Partial<BuildOptions> = {}) => {
    writeFileSync(at(`${name}.txt`), content)
    const input = at(`${name}.txt`)
    return buildFilter({ input, output: at(name), kind: 'hashes', error_rate: 0.001, ...more })
  }

  test('it knows everything that was put in, and errs on the rest as seldom as it says', async () => {
    const stolen = passwords('stolen', 20_000)
    const made = await build('usual', stolen.map((password) => line(password)).join('\r\n'))
    assert.equal(made.count, stolen.length)
    assert.ok(made.bytes * 8 < stolen.length * 17, `${(made.bytes * 8) / stolen.length} bits for one`)
    const filter = openFilter(at('usual'))
    assert.deepEqual(
      stolen.filter((password) => !filter.has(sha1(password))),
      [],
    )
    const wrong = passwords('good', 100_000).filter((password) => filter.has(sha1(password))).length
    // A hundred are expected; five deviations above is once in millions of runs, and the words are always the same.
    assert.ok(wrong > 50 && wrong < 150, `${wrong} of 100,000`)
    filter.close()
  })

  for (const error_rate of [0.1, 0.01, 0.0001]) {
    test(`the smallest file for an error of ${error_rate} keeps to it`, () => {
      const { bits, blocks } = sizeFor(1_000_000, error_rate)
      assert.ok(errorRate(1_000_000 / blocks, bits) <= error_rate)
      assert.ok(errorRate(1_000_000 / (blocks * 0.97), bits) > error_rate, 'and is no larger than it must be')
    })
  }

  test('memory that holds a part of it makes the same file, in several rounds', async () => {
    const content = passwords('stolen', 5000).map((password) => line(password))
    await build('whole', content.join('\n'))
    const order = content.toReversed().join('\n')
    await build('parts', order, { memory: 640 })
    assert.ok(readFileSync(at('whole')).equals(readFileSync(at('parts'))))
  })

  test('what comes through a pipe, cut anywhere, makes the same file', async () => {
    const content = passwords('stolen', 500).map((password) => line(password))
    await build('file', content.join('\n'))
    const bytes = Buffer.from(content.join('\n'))
    async function* pieces() {
      for (let from = 0; from < bytes.length; from += 17) yield bytes.subarray(from, from + 17)
    }
    await build('pipe', '', { input: pieces() })
    assert.ok(readFileSync(at('file')).equals(readFileSync(at('pipe'))))
  })

  test('a directory of ranges is read by the name of each, and padding is nobody’s password', async () => {
    mkdirSync(at('ranges'))
    const known = sha1('letmein').toString('hex').toUpperCase()
    const padding = sha1('padding').toString('hex').toUpperCase()
    writeFileSync(at(`ranges/${known.slice(0, 5)}.txt`), `${known.slice(5)}:12\r\n`)
    writeFileSync(at(`ranges/${padding.slice(0, 5)}`), `${padding.slice(5)}:0\r\n`)
    const made = await buildFilter({
      input: at('ranges'),
      output: at('r'),
      kind: 'hashes',
      error_rate: 0.001,
    })
    assert.equal(made.count, 1)
    const filter = openFilter(at('r'))
    assert.deepEqual([filter.has(sha1('letmein')), filter.has(sha1('padding'))], [true, false])
    filter.close()
  })

  test('a list of passwords is read in normal form, spaces and all', async () => {
    await build('plain', ' letmein \nA\u030angstro\u0308m\n\n', { kind: 'passwords' })
    const filter = openFilter(at('plain'))
    assert.deepEqual(
      [' letmein ', 'Ångström', 'letmein'].map((word) => filter.has(sha1(word))),
      [true, true, false],
    )
    filter.close()
  })

  // oxfmt-ignore
  const wrong: [content: string, message: RegExp][] = [
    ['',                                      /holds no password/],
    [`${line('a')}\nletmein\n`,               /line 2, is not a SHA-1 hash .* --plain/],
    [`${line('a')}\n${line('b')}x`,           /line 2, is not/],
    [`${line('a').slice(1)}`,                 /line 1, is not/],
    [`${'0'.repeat(32)}:1`,                   /line 1, is not/],
    [`${line('a').replace(/:.*/, ':')}`,      /line 1, is not/],
    [`${'g'.repeat(40)}:1`,                   /line 1, is not/],
    ['x'.repeat(3 << 20),                     /is too long/],
  ]
  for (const [content, message] of wrong) {
    test(`${JSON.stringify(content.slice(0, 50))} is no input, and nothing is left behind`, async () => {
      await assert.rejects(build('wrong', content), message)
      assert.deepEqual(
        readdirSync(folder.path).filter((name) => /^wrong(?!\.txt)/.test(name)),
        [],
      )
    })
  }

  // oxfmt-ignore
  const damage: [what: string, change: (file: Buffer) => Buffer, message: RegExp][] = [
    ['empty',              () => Buffer.alloc(0),                                    /is not a file of/],
    ['another file',       () => Buffer.from('x'.repeat(4096)),                      /is not a file of/],
    ['of another version', (file) => (file.writeUInt32LE(2, 8), file),               /another version/],
    ['changed',            (file) => (file.writeUInt32LE(3, 12), file),              /is damaged/],
    ['cut off',            (file) => file.subarray(0, file.length - 1),              /is cut off/],
    ['too long',           (file) => Buffer.concat([file, Buffer.alloc(64)]),        /is cut off/],
  ]
  for (const [what, change, message] of damage) {
    test(`a file that is ${what} is refused when it is opened`, async () => {
      await build('damaged', line('letmein'))
      writeFileSync(at('damaged'), change(readFileSync(at('damaged'))))
      assert.throws(() => openFilter(at('damaged')), message)
    })
  }

  test('a bit that turned over in a block is found by reading the whole', async () => {
    await build('turned', line('letmein'))
    const file = readFileSync(at('turned'))
    file[140] = (file[140] ?? 0) ^ 1
    writeFileSync(at('turned'), file)
    openFilter(at('turned')).close()
    await assert.rejects(verifyFilter(at('turned')), /is damaged/)
  })

  test('a file that is not there is a sentence, not a stack', () => {
    assert.throws(() => openFilter(at('nowhere')), /breach\.filter cannot be read\. Make it again with/)
  })
})
