import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { code, importsOf, sources } from './sources.ts'

const calculating = ['node:crypto', 'node:buffer', 'node:zlib']

describe('the protocol is pure', () => {
  const files = sources('packages/protocol/src/**/*.ts')

  test('it imports its own files and calculation, nothing that reads or writes', () => {
    const others = files.flatMap((file) => importsOf(file).map((name) => [file, name] as const))
    const own = (name: string): boolean =>
      name.startsWith('packages/protocol/src/') || calculating.includes(name)
    assert.ok(others.length > 0)
    assert.deepEqual(
      others.filter(([, name]) => !own(name)),
      [],
    )
  })

  // The language itself reaches these without an import.
  const reaches =
    /\bfetch\(|\bprocess\b|\bperformance\b|\bset(?:Timeout|Interval|Immediate)\b|\bconsole\b|\bnew Date\(\)/
  const draws = /\brandom\w*\(|\bgetRandomValues\b|\bgenerateKey\w*\(|\bcrypto\.subtle\b/
  for (const file of files) {
    test(`${file} has no clock, no randomness and no environment`, () => {
      assert.doesNotMatch(code(file), reaches)
      assert.doesNotMatch(code(file), draws)
      assert.doesNotMatch(code(file), /\bDate\.now\b|\bMath\.random\b/)
    })
  }
})

/** Where the outside comes in. Everywhere else it is an argument, so that a test can hold it. */
// oxfmt-ignore
const doors: [what: string, expression: RegExp, allowed: readonly RegExp[]][] = [
  ['the wall clock',   /\bDate\.now\b|\bnew Date\(\)/,               [/^packages\/warder\/src\/(?:time|log)\.ts$/, /^packages\/guard\/src\/options\.ts$/, /^packages\/outbound\/src\/clock\.ts$/]],
  ['the environment',  /\bprocess\.env\b/,                           [/^packages\/warder\/src\/(?:config|cli)\//, /^packages\/guard\/src\/options\.ts$/, /^packages\/outbound\/src\/environment\.ts$/]],
  ['randomness',       /\brandom(?:Bytes|UUID|UUIDv7|Int|FillSync)\b|\bgetRandomValues\b/, [/^packages\/warder\/src\/(?:crypto|config)\//, /^packages\/outbound\/src\/random\.ts$/]],
  ['weak randomness',  /\bMath\.random\b/,                           []],
  ['the network',      /\bfetch\(|from 'node:(?:https|dns)(?:\/promises)?'/,       [/^packages\/warder\/src\/http\/outbound\/safe-fetch\.ts$/, /^packages\/guard\/src\/issuer\/fetch-json\.ts$/, /^packages\/warder\/src\/tenants\/domains\/record\.ts$/]],
]

for (const [what, expression, allowed] of doors) {
  test(`${what} is reached only where it may be`, () => {
    const files = sources('packages/*/src/**/*.ts').filter((file) => expression.test(code(file)))
    assert.deepEqual(
      files.filter((file) => !allowed.some((place) => place.test(file))),
      [],
    )
  })
}
