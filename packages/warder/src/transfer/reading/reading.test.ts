import assert from 'node:assert/strict'
import { test } from 'node:test'
import { rowsOf } from './csv.ts'
import { elementsOf } from './elements.ts'
import { linesOf, mostBytes } from './lines.ts'

/** A text in pieces that end anywhere. */
async function* inPieces(text: string | Buffer, size: number): AsyncGenerator<Uint8Array, void> {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function all<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = []
  for await (const piece of pieces) found.push(piece)
  return found
}

const sizes = [1, 2, 3, 7, 1000]

test('lines come with their numbers, however the bytes arrive, and blank ones do not come', async () => {
  for (const size of sizes) {
    assert.deepEqual(await all(linesOf(inPieces('one\r\n\n  \nfoür\n\nsix', size))), [
      { line: 1, text: 'one\r' },
      { line: 4, text: 'foür' },
      { line: 6, text: 'six' },
    ])
  }
})

test('a line that is too long, or is no UTF-8, is told and not kept, and those after it come', async () => {
  const long = Buffer.from(`${'x'.repeat(mostBytes + 1)}\n`)
  const text = Buffer.concat([long, Buffer.from([0xff, 0x0a]), Buffer.from('three')])
  const found = await all(linesOf(inPieces(text, 1000)))
  assert.deepEqual(
    found.map((piece) => [piece.line, 'refused' in piece ? piece.refused : piece.text]),
    [
      [1, `it is longer than ${mostBytes} bytes`],
      [2, 'it is not UTF-8'],
      [3, 'three'],
    ],
  )
})

const document = `{
  "realm": "users",
  "roles": { "users": [ {"n": 0} ] },
  "lists": [ {"users": []} ],
  "users": [
    {"n": 1, "text": "] } \\" \\\\"},
    {"n": 2, "inner": [{"n": 0}, {"users": [{"n": 0}]}]},
    {"n": 3}
  ],
  "after": [ {"n": 0} ]
}`

test('of a document the objects of the list come that was asked for, and of no other', async () => {
  for (const size of sizes) {
    const found = await all(elementsOf(inPieces(document, size), 'users'))
    assert.deepEqual(
      found.map((piece) => [piece.line, 'text' in piece && (JSON.parse(piece.text) as { n: number }).n]),
      [
        [6, 1],
        [7, 2],
        [8, 3],
      ],
    )
  }
})

test('a document may be the list itself, and one that ends in the middle is told', async () => {
  const texts = async (text: string) =>
    (await all(elementsOf(inPieces(text, 3), ''))).map((piece) =>
      'text' in piece ? piece.text : piece.refused,
    )
  assert.deepEqual(await texts('[{"n":1},{"n":2}]'), ['{"n":1}', '{"n":2}'])
  assert.deepEqual(await texts('[{"n":1},{"n":'), ['{"n":1}', 'the document ends in the middle'])
  assert.deepEqual(await texts('[]'), [])
})

// oxfmt-ignore
const tables: [text: string, rows: unknown[]][] = [
  ['a,b\n1,2\n',                       [{ line: 2, cells: { a: '1', b: '2' } }]],
  ['\uFEFFa,b\r\n1,\r\n,2',            [{ line: 2, cells: { a: '1', b: '' } }, { line: 3, cells: { a: '', b: '2' } }]],
  ['a,b\n"x, ""y""","two\nlines"\n3,4', [{ line: 2, cells: { a: 'x, "y"', b: 'two\nlines' } }, { line: 4, cells: { a: '3', b: '4' } }]],
  ['a,b\n1\n1,2,3\n',                  [{ line: 2, refused: 'it has 1 cells and not 2' }, { line: 3, refused: 'it has 3 cells and not 2' }]],
  ['a,b\n"open,2\n',                   [{ line: 2, refused: 'a quote in it does not end' }]],
]
for (const [text, rows] of tables) {
  test(`RFC 4180: ${JSON.stringify(text)}`, async () => {
    for (const size of sizes) assert.deepEqual(await all(rowsOf(inPieces(text, size), () => {})), rows)
  })
}

test('DS-01 a quote that does not end costs no more than the lines after it', async () => {
  const cost = async (text: string): Promise<number> => {
    const before = process.cpuUsage()
    await all(rowsOf(inPieces(text, 65_536), () => {}))
    return process.cpuUsage(before).user
  }
  const lines = 'x\n'.repeat(32_000)
  // The first time it is compiled.
  await cost(`a\n${lines}`)
  const plain = await cost(`a\n${lines}`)
  const open = await cost(`a\n"${lines}`)
  assert.ok(open < plain, `${open} µs, and ${plain} µs without the quote`)
})
