import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { before, describe, test, type TestContext } from 'node:test'
import type { Assertion } from '../../../packages/warder/src/saml/messages/assertion.ts'
import { readResponse, type Expected } from '../../../packages/warder/src/saml/messages/response.ts'
import { SamlRefused } from '../../../packages/warder/src/saml/refused.ts'
import { signedCopy } from '../../../packages/warder/src/saml/signature/verify.ts'
import { canonical } from '../../../packages/warder/src/saml/xml/canonical.ts'
import {
  attribute,
  bytesOf,
  childOf,
  everyElement,
  isNamed,
  textOf,
  type XmlElement,
} from '../../../packages/warder/src/saml/xml/element.ts'
import { parseXml } from '../../../packages/warder/src/saml/xml/parse.ts'
import {
  assertionOf,
  signatureOf,
  entity,
  makeProviderKey,
  responseOf,
  saying,
  signed,
  type ProviderKey,
} from '../../support/saml/provider.ts'

const folder = new URL('../../../../shared/vectors/saml/', import.meta.url).pathname
const now = 1_800_000_000
const acs = 'https://id.example/auth/saml/acme/acs'
const sp = 'https://id.example/auth/saml/acme/metadata'

let key: ProviderKey
before(async () => {
  key = await makeProviderKey()
})

const expectedOf = (change: Partial<Expected> = {}): Expected => ({
  now,
  entity_id: sp,
  acs,
  idp: { entity_id: entity, keys: [new X509Certificate(key.certificate).publicKey] },
  key: key.key,
  signed_assertion: false,
  encrypted: false,
  cbc: false,
  name_id_format: 'any',
  authn_contexts: [],
  address: undefined,
  ...change,
})

/** What is read of a document; undefined where it is refused, which it is with a reason and no other error. */
function read(document: string, expected: Expected): Assertion | undefined {
  try {
    return readResponse(document, expected)
  } catch (error) {
    assert.ok(error instanceof SamlRefused, String(error))
    return undefined
  }
}

/** Everything that is done to a document at each of its places. */
function* variantsOf(text: string): Generator<string> {
  const places = (form: RegExp) => [...text.matchAll(form)].map((found) => [found.index, found[0]] as const)
  const put = (at: number, length: number, more: string) => text.slice(0, at) + more + text.slice(at + length)
  for (const [at, value] of places(/"[^"]+"/g)) {
    yield put(at, value.length, '""')
    yield put(at, value.length, `"${value.slice(1, -1)}x"`)
    yield put(at, value.length, `"x${value.slice(2)}`)
  }
  for (const [at, value] of places(/(?<=>)[^<]+(?=<)/g)) {
    yield put(at, value.length, `x${value}`)
    yield put(at, value.length, `${value.slice(0, -1)}A`)
    yield put(at, value.length, '')
    for (const more of ['<!---->', '<?x?>', '<![CDATA[]]>', '<x></x>', '&#x0;', '&x;', ' &amp;'])
      yield put(at + value.length, 0, more)
  }
  for (const [at, tag] of places(/<[\w:]+(?= |>)/g)) {
    yield put(at, tag.length, `${tag} Id="_x"`)
    yield put(at, tag.length, `${tag} ID="_y"`)
    yield put(at, tag.length, `${tag}x`)
    const whole = wholeElement(text, at)
    yield put(at, whole.length, '')
    yield put(at, whole.length, whole + whole)
    yield put(
      at,
      whole.length,
      `<ds:Object xmlns:ds="http://www.w3.org/2000/09/xmldsig#">${whole}</ds:Object>`,
    )
    yield put(
      at,
      0,
      '<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_z"></saml:Assertion>',
    )
  }
}

/** From an opening tag to the closing tag of it. */
function wholeElement(text: string, at: number): string {
  const [, name = ''] = /^<([\w:]+)/.exec(text.slice(at)) ?? []
  const tags = new RegExp(`<(/?)${name}(?=[ >/])[^>]*?(/?)>`, 'g')
  tags.lastIndex = at
  let depth = 0
  for (let found = tags.exec(text); found; found = tags.exec(text)) {
    if (found[1] === '/') depth--
    else if (found[2] !== '/') depth++
    if (depth === 0) return text.slice(at, tags.lastIndex)
  }
  return text.slice(at)
}

/** None of the variants of a good document says anything else than it does; and none is taken where all of it is signed. */
function checkVariants(document: string, expected: Expected, whole: boolean): number {
  const good = read(document, expected)
  assert.ok(good)
  let count = 0
  for (const variant of variantsOf(document)) {
    if (variant === document) continue
    count++
    const found = read(variant, expected)
    if (found === undefined) continue
    assert.deepEqual(found, good, variant)
    assert.ok(!whole || differsInSignature(document, variant), variant)
  }
  return count
}

/** How a signature is written is in no signature, and nothing is read of it. */
const differsInSignature = (one: string, other: string) => unsigned(one) === unsigned(other)

const unsigned = (text: string) => text.replaceAll(/<ds:Signature[ >].*?<\/ds:Signature>/gs, '')

describe('SA-31 variants of our own documents', () => {
  const said = () => saying({ now, acs, sp, attributes: { groups: ['a', 'b'] } })

  test('SA-31 of a response that is signed as a whole none is taken', () => {
    const it = said()
    assert.ok(checkVariants(signed(responseOf(it, assertionOf(it)), key), expectedOf(), true) > 300)
  })

  test('SA-31 of a signed assertion none says anything else', () => {
    const it = said()
    assert.ok(checkVariants(responseOf(it, signed(assertionOf(it), key)), expectedOf(), false) > 300)
  })

  test('SA-31 nor where both are signed', () => {
    const it = said()
    const both = signed(responseOf(it, signed(assertionOf(it), key)), key)
    assert.ok(checkVariants(both, expectedOf({ signed_assertion: true }), true) > 300)
  })
})

/** The documents of other projects, decoded, or none after the test has said that they are not there. */
function corpus(t: TestContext): [name: string, text: string][] {
  const names = globSync('*/**/{responses,signatures/valid}/*.{xml,base64}', { cwd: folder })
    .concat(globSync('node-saml/response*.xml', { cwd: folder }))
    .sort()
  if (names.length === 0) {
    const reason = 'test vectors ../shared/vectors/saml are absent'
    t.diagnostic(reason)
    t.skip(reason)
  }
  return names.map((name) => {
    const text = readFileSync(folder + name, 'utf8')
    return [name, name.endsWith('.base64') ? Buffer.from(text, 'base64').toString('utf8') : text]
  })
}

const parsed = (text: string): XmlElement | undefined => {
  try {
    return parseXml(text)
  } catch (error) {
    assert.ok(error instanceof SamlRefused, String(error))
    return undefined
  }
}

const firstOf = (root: XmlElement, local: string) =>
  [...everyElement(root)].find((one) => isNamed(one, 'saml', local))

describe('SA-31 the documents of other projects', () => {
  test('SA-31 signatures that others made with SHA-256 and more are right', (t) => {
    const right = corpus(t).filter(([, text]) => {
      const root = parsed(text)
      return root !== undefined && [...everyElement(root)].some((one) => isSignedByItsOwnKey(one))
    })
    if (corpus(t).length > 0) assert.ok(right.length >= 4, String(right.length))
  })

  test('SA-31 none is taken as it is, with the certificates that stand in it, at its own time', (t) => {
    for (const [name, text] of corpus(t)) {
      const root = parsed(text)
      if (!root) continue
      const [expected] = circumstancesOf(root)
      const keys = certificatesIn(root)
      const found = read(text, expectedOf({ ...expected, idp: { entity_id: expected.idp.entity_id, keys } }))
      // Those whose assertion is signed and good are taken for what they say, and nothing else of theirs is.
      if (found) assert.match(name, /adfs_response_(sha256|sha512|xmlns)|retrieval_method/)
    }
  })

  test('SA-31 signed anew with a key of ours they are good, and none of their variants says anything else', (t) => {
    const documents = corpus(t)
    let taken = 0
    for (const [, text] of documents) {
      const root = parsed(text)
      const assertion = root && firstOf(root, 'Assertion')
      if (!assertion) continue
      const [circumstances, envelope] = circumstancesOf(root)
      const expected = expectedOf({
        ...circumstances,
        idp: { ...circumstances.idp, keys: expectedOf().idp.keys },
      })
      const document = envelope(signedAnew(assertion))
      if (!read(document, expected)) continue
      taken++
      checkVariants(document, expected, false)
    }
    if (documents.length > 0) assert.ok(taken >= 20, String(taken))
  })
})

const certificatesIn = (root: XmlElement) =>
  [...everyElement(root)]
    .filter((one) => isNamed(one, 'ds', 'X509Certificate'))
    .flatMap((one) => {
      try {
        return [new X509Certificate(bytesOf(one)).publicKey]
      } catch {
        return []
      }
    })

function isSignedByItsOwnKey(element: XmlElement): boolean {
  try {
    return signedCopy(element, certificatesIn(element)) !== undefined
  } catch (error) {
    assert.ok(error instanceof SamlRefused, String(error))
    return false
  }
}

/** An assertion without the signature that it has, and with one of our key. */
function signedAnew(assertion: XmlElement): string {
  const signature = childOf(assertion, 'ds', 'Signature')
  const text = canonical(assertion, signature ? { without: signature } : {})
  return text.replace(/<\/(\w+:)?Issuer>/, (end) => end + signatureOf(text, key))
}

/** Under which circumstances a document is good, and the envelope that it needs then. */
function circumstancesOf(
  root: XmlElement,
): [Pick<Expected, 'now' | 'entity_id' | 'acs' | 'idp'>, (assertion: string) => string] {
  const text = (local: string, otherwise: string) => {
    const found = firstOf(root, local)
    return found && found.children.length > 0 ? textOf(found) : otherwise
  }
  const valueOf = (local: string, name: string) => {
    const found = firstOf(root, local)
    return found && attribute(found, name)
  }
  const from = valueOf('Conditions', 'NotBefore')
  const at = from === undefined ? now : Date.parse(from) / 1000 + 1
  const there = valueOf('SubjectConfirmationData', 'Recipient') ?? acs
  const issuer = text('Issuer', entity)
  const circumstances = {
    now: at,
    entity_id: text('Audience', sp),
    acs: there,
    idp: { entity_id: issuer, keys: [] },
  }
  const in_response_to = valueOf('SubjectConfirmationData', 'InResponseTo')
  const said = saying({ now: at, acs: there, sp, issuer, in_response_to })
  return [circumstances, (assertion) => responseOf(said, assertion)]
}

test('SA-31 an unusual way to write the same is the same', () => {
  const said = saying({ now, acs, sp })
  const document = responseOf(said, signed(assertionOf(said), key))
  const good = read(document, expectedOf())
  for (const other of [
    `<?xml version="1.0" encoding="UTF-8"?>\r\n${document}`,
    document.replaceAll('></saml:SubjectConfirmationData>', '/>'),
    document.replaceAll('"', "'"),
    document.replace('>ada-7<', '>a&#100;&#x61;-7<'),
    `\uFEFF${document}`,
  ])
    assert.deepEqual(read(other, expectedOf()), good)
})
