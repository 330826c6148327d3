import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { code, read, sources } from './sources.ts'

const everywhere = [
  'packages/*/{src,test,bin}/**/*.{ts,js}',
  'scripts/**/*.ts',
  'test/**/*.ts',
  'examples/*/**/*.ts',
  'bench/**/*.ts',
]
const all = sources(everywhere, { tests: true })

/** Folders and files that would collect what has no home, and so never get one. */
const drawers = /(?:^|\/)(?:utils?|helpers?|common|misc|shared|lib)(?:\/|\.ts$)/

test('there is no drawer', () => {
  assert.ok(all.length > 0)
  assert.deepEqual(
    all.filter((file) => drawers.test(file)),
    [],
  )
})

test('files are named in kebab-case', () => {
  assert.deepEqual(
    all.filter((file) => !/^(?:[a-z0-9.-]+\/)*[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test)?\.(?:ts|js)$/.test(file)),
    [],
  )
})

/** What the language has and we do not use: pattern, and what to write instead. */
// oxfmt-ignore
const forbidden: [what: string, expression: RegExp][] = [
  ['a default export',        /^export default\b/m],
  ['an enum',                 /^\s*(?:export )?(?:const )?enum \w/m],
  ['a namespace',             /^\s*(?:export )?(?:declare )?(?:namespace|module) [\w'"]/m],
  ['a class that is no error', /^\s*(?:export )?(?:abstract )?class \w+\b(?! extends (?:\w*Error|Problem)\b)/m],
  ['an only test',            /\b(?:test|it|describe)\.only\(/],
  ['a promise to do it later', /\b(?:TODO|FIXME|XXX)\b/],
]

for (const [what, expression] of forbidden) {
  test(`there is not ${what}`, () => {
    const found = all
      .filter((file) => !file.startsWith('test/shape/'))
      .filter((file) => expression.test(code(file)))
    assert.deepEqual(found, [])
  })
}

/** What a scanner of published code would report, and what a person would have to revoke. */
const secrets = [
  /-----BEGIN (?:RSA |EC |ENCRYPTED )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{40}/,
  /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36}\b/,
  /\bxox[baprs]-[0-9A-Za-z-]{20}/,
  /\bsk_live_[0-9A-Za-z]{20}/,
  /\b(?:wds|wrt|wat|wcs|wss|wsc)_[A-Za-z0-9_-]{43,54}\b/,
  /\bwdr_(?:live|test)_[A-Za-z0-9]{49}\b/,
]

test('nothing that is committed looks like a secret', () => {
  const committed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean)
  const text = committed.filter((file) => !/\.(?:png|ico|woff2?)$|package-lock\.json$/.test(file))
  const found = text.filter((file) => secrets.some((secret) => secret.test(readIfThere(file))))
  assert.deepEqual(found, [])
})

test('nothing that is committed names a place of one machine', () => {
  const committed = execFileSync('git', ['ls-files', '-z'], { encoding: 'utf8' }).split('\0').filter(Boolean)
  const places = /(?<![\w.])\/(?:home|Users)\/[a-z]+\//
  assert.deepEqual(
    committed.filter(
      (file) => /\.(?:ts|js|mjs|md|json|ya?ml|sh)$/.test(file) && places.test(readIfThere(file)),
    ),
    [],
  )
})

/** A file that is deleted and not yet committed is still listed. */
function readIfThere(file: string): string {
  try {
    return read(file)
  } catch {
    return ''
  }
}
