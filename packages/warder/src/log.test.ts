import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createLog, type LogFields, type LogOptions } from './log.ts'

function logged(
  write: (log: ReturnType<typeof createLog>) => void,
  options: Partial<LogOptions> = {},
): string[] {
  const lines: string[] = []
  const time = () => new Date(1_800_000_000_000)
  write(createLog({ level: 'info', style: 'json', write: (line) => lines.push(line), time, ...options }))
  return lines
}

const parsed = (line: string | undefined) => JSON.parse(line ?? '') as Record<string, string>

test('a line has level, time, fields and text', () => {
  const [line] = logged((log) => log.info({ request_id: 'req_1', status: 200 }, 'request answered'))
  assert.equal(
    line,
    '{"level":"info","time":"2027-01-15T08:00:00.000Z","request_id":"req_1","status":200,"msg":"request answered"}\n',
  )
})

test('lines below the level are not made', () => {
  const lines = logged(
    (log) => (log.debug({}, 'a'), log.info({}, 'b'), log.warn({}, 'c'), log.error({}, 'd')),
    { level: 'warn' },
  )
  assert.deepEqual(
    lines.map((line) => parsed(line)['msg']),
    ['c', 'd'],
  )
})

test('LP-01 a field that is not listed does not reach the line', () => {
  const careless = { password: 'hunter2', cookie: 'hunter2', user_id: 'usr_1' } as LogFields
  const [line] = logged((log) => log.info(careless, 'x'))
  assert.ok(!line?.includes('hunter2'))
  assert.equal(parsed(line)['user_id'], 'usr_1')
})

test('an error is written with its causes, also when they form a ring', () => {
  const inner = new Error('disk full')
  const outer = new Error('write failed', { cause: inner })
  inner.cause = outer
  const [line] = logged((log) => log.error({ error: outer }, 'x'))
  assert.match(parsed(line)['error'] ?? '', /^Error: write failed[^]*<- Error: disk full/)
})

const hostile: [name: string, text: string][] = [
  ['CR and LF', 'a\r\n{"level":"info","msg":"forged"}'],
  ['an ANSI escape', 'a\u001b[2J\u001b]0;title\u0007'],
  ['a C1 control', 'a\u009b2J'],
  ['NEL', 'a\u0085b'],
  ['line and paragraph separators', 'a\u2028b\u2029c'],
  ['text that turns around', 'a\u202Egnp.exe'],
  ['NUL', 'a\u0000b'],
  ['half a character', 'a\ud800'],
]
for (const style of ['json', 'readable'] as const) {
  describe(`LP-03 in a ${style} line`, () => {
    for (const [name, text] of hostile) {
      test(`${name} stays one line and drives no terminal`, () => {
        const lines = logged((log) => log.warn({ path: text, error: new Error(text) }, text), { style })
        assert.equal(lines.length, 1)
        // oxlint-disable-next-line no-control-regex
        assert.doesNotMatch(lines[0]?.slice(0, -1) ?? '', /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
        if (style === 'json') assert.equal(parsed(lines[0])['path'], text)
        else assert.doesNotMatch(lines[0] ?? '', /\u202e/)
      })
    }

    test('a megabyte is cut to two thousand characters', () => {
      const [line = ''] = logged((log) => log.info({ path: 'x'.repeat(1_000_000) }, 'y'.repeat(1_000_000)), {
        style,
      })
      assert.ok(line.length < 4200)
      assert.match(line, /x{2000}…/)
    })
  })
}
