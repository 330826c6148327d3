import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { canonicalRequest } from './canonical.ts'
import { signedQuery } from './signed-query.ts'
import { createSigner, emptyHash, scopeOf, sha256, stringToSign } from './signature.ts'

/** The test vectors of awslabs/aws-c-auth (Apache-2.0), which are not part of the project. */
const folder = join(import.meta.dirname, '../../../../../shared/vectors/sigv4')

type Context = {
  credentials: { access_key_id: string; secret_access_key: string; token?: string }
  expiration_in_seconds: number
  normalize: boolean
  region: string
  service: string
  sign_body: boolean
  timestamp: string
}

if (!existsSync(folder)) {
  test('OC-10 the vectors of Signature Version 4 are not on this machine: nothing of them was run', () => {
    assert.ok(!existsSync(folder))
  })
} else {
  const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  )
  assert.ok(names.length >= 20)
  for (const name of names) describe(`OC-10 ${name}`, () => vector(name))
}

function vector(name: string): void {
  const text = (file: string) => readFileSync(join(folder, name, file), 'utf8').replaceAll('\r\n', '\n')
  const context = JSON.parse(text('context.json')) as Context
  const {
    access_key_id: accessKeyId,
    secret_access_key: secretAccessKey,
    token: sessionToken,
  } = context.credentials
  const keys = { accessKeyId, secretAccessKey, sessionToken }
  const { method, path, query, headers, body } = requestOf(text('request.txt'))
  const rules = { encodeAgain: true, normalise: context.normalize }
  const date = context.timestamp.replace(/[-:]/g, '')
  const payload_hash = context.sign_body ? sha256(body) : emptyHash

  test('the header form: canonical request, string to sign and signature', () => {
    const added: [string, string][] = [
      ['X-Amz-Date', date],
      ...(sessionToken ? [['X-Amz-Security-Token', sessionToken] as [string, string]] : []),
      ...(context.sign_body ? [['x-amz-content-sha256', payload_hash] as [string, string]] : []),
    ]
    const canonical = canonicalRequest(
      { method, path, query, headers: [...headers, ...added], payload_hash },
      rules,
    ).text
    assert.equal(canonical, text('header-canonical-request.txt'))
    const to_sign = stringToSign(date, scopeOf(date, context), canonical)
    assert.equal(to_sign, text('header-string-to-sign.txt'))
    assert.equal(createSigner()(keys, date, context, to_sign), text('header-signature.txt').trim())
  })

  test('the query form: canonical request, string to sign and signature', () => {
    const plan = { ...context, rules, expiresIn: context.expiration_in_seconds }
    const signed = signedQuery({ method, path, query, headers, payload_hash }, plan, keys, date)
    assert.equal(signed.canonical, text('query-canonical-request.txt'))
    assert.equal(signed.string_to_sign, text('query-string-to-sign.txt'))
    assert.equal(signed.signature, text('query-signature.txt').trim())
  })
}

/** A request as the vectors write it: the path may hold spaces, and a header may go on in the next line. */
function requestOf(text: string) {
  const [head = '', ...rest] = text.split('\n\n')
  const [line = '', ...lines] = head.split('\n')
  const [, method = '', target = ''] = /^(\S+) (.*) HTTP\/1\.1$/.exec(line) ?? []
  const at = target.indexOf('?')
  const headers: [string, string][] = []
  for (const header of lines.filter(Boolean)) {
    const colon = header.indexOf(':')
    const last = headers.at(-1)
    if (/^\s/.test(header) && last) last[1] += ` ${header.trim()}`
    else headers.push([header.slice(0, colon), header.slice(colon + 1)])
  }
  const path = at === -1 ? target : target.slice(0, at)
  return { method, path, query: at === -1 ? '' : target.slice(at + 1), headers, body: rest.join('\n\n') }
}
