import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Route } from '../../packages/warder/src/http/router.ts'
import { routes } from '../../packages/warder/src/routes.ts'
import { nameOf, rows } from '../attack/matrix/table.ts'
import { withDefinitions } from '../support/programs/openapi.ts'
import { answers } from '../../scripts/docs/openapi/answers/table.ts'
import { openApiDocument } from '../../scripts/docs/openapi/document.ts'
import { pathOf } from '../../scripts/docs/openapi/operation.ts'

type Parameter = { name?: string; in?: string; required?: boolean; $ref?: string }
type Operation = {
  operationId: string
  security: Record<string, string[]>[]
  parameters?: Parameter[]
  requestBody?: { content: Record<string, { schema: Record<string, unknown> }> }
  responses: Record<
    string,
    { description?: string; $ref?: string; content?: Record<string, { schema: object }> }
  >
}

const document = await openApiDocument()
const paths = document.paths as unknown as Record<string, Record<string, Operation>>
const operations = Object.entries(paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
)
const operationFor = (route: Route): Operation => {
  const found = paths[pathOf(route)]?.[route.method.toLowerCase()]
  assert.ok(found, nameOf(route))
  return found
}
/** A file with everything about somebody, or what is another standard's. */
const ownDocument = /^\/auth\/(?:me\/export|saml\/|oauth\/)|^\/api\/admin\/(?:import|export)/
const known = routes.filter(({ path }) => !path.startsWith('/assets/'))

test('E15 every route is in the OpenAPI document, and nothing else is', () => {
  assert.deepEqual(
    operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).toSorted(),
    known.map((route) => `${route.method} ${pathOf(route)}`).toSorted(),
  )
})

test('E15 what the document refers to is in it, and its names are used once', () => {
  const text = JSON.stringify(document)
  for (const [, path = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
    const found = path
      .split('/')
      .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], document)
    assert.ok(found, path)
  }
  const names = operations.map(({ operation }) => operation.operationId)
  assert.equal(new Set(names).size, names.length)
  for (const { operation, path } of operations)
    for (const ways of operation.security)
      assert.ok(
        Object.keys(ways).every((way) => way in document.components.securitySchemes),
        path,
      )
})

test('E15 §4.8.9 a path names each of its parameters, once, and every answer has a description', () => {
  for (const { path, operation } of operations) {
    const named = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
    assert.deepEqual(
      named.map(({ name }) => `{${name}}`),
      path.match(/\{\w+\}/g) ?? [],
      path,
    )
    assert.ok(
      named.every(({ required }) => required === true),
      path,
    )
    assert.ok(
      Object.values(operation.responses).every((answer) => answer.description ?? answer.$ref),
      path,
    )
  }
})

test('E15 a route that anybody may call asks for nothing, and every other for something', () => {
  for (const route of known) {
    const { security } = operationFor(route)
    const open = ['anyone', 'agentAssertion', 'operators', 'developer'].includes(route.guard)
    const page = route.guard === 'visitor' && route.method === 'GET'
    assert.equal(security.length === 0, open || page, nameOf(route))
  }
})

test('E15 whoever is let in is answered as the document says', () => {
  const missing = known.flatMap((route) => {
    const told = Object.keys(operationFor(route).responses)
    const answered = rows[nameOf(route)]?.[1].split(' ').filter(Boolean) ?? []
    return answered.filter((status) => !told.includes(status)).map((status) => `${nameOf(route)} ${status}`)
  })
  assert.deepEqual(missing, [])
})

/** What sends no JSON: a form or a document of its own, or nothing at all. */
const bodiless =
  /^\/(?:scim|access)\/|\/(?:callback|acs|resume|slo|disable|enable|stop|start|retire|suspend|resume|rotate-secret|primary|deactivate|connect|session|verify|switch|redeliver|import|backchannel-logout|recovery-link)$|^\/auth\/mfa\/backup-codes$/

test('E15 a program is told what to send and what is answered, at every call that people make clients for', () => {
  const calls = known.filter(
    ({ path, dialect }) => /^\/(?:auth|api)\//.test(path) && dialect !== 'page' && dialect !== 'authorize',
  )
  assert.ok(calls.length > 100)
  const unsaid = calls.flatMap((route) => {
    const { requestBody, responses } = operationFor(route)
    const sends = route.method.startsWith('P') && !bodiless.test(route.path)
    const [, answer] = Object.entries(responses).find(([status]) => /^20[0-2]$/.test(status)) ?? []
    const { schema = {} } = Object.values(answer?.content ?? {})[0] ?? {}
    const silent = answer !== undefined && Object.keys(schema).length === 0 && !ownDocument.test(route.path)
    return [
      ...(sends && !requestBody ? [`${nameOf(route)} does not say what is sent`] : []),
      ...(silent ? [`${nameOf(route)} does not say what is answered`] : []),
    ]
  })
  assert.deepEqual(unsaid, [])
  const names = new Set(known.map(nameOf))
  const said = Object.keys(answers).map((name) => name.replace(/ \d+$/, ''))
  assert.deepEqual(
    said.filter((name) => !names.has(name)),
    [],
    'answers of no route',
  )
})

test('E15 every schema of the document is one (JSON Schema 2020-12)', () => {
  const ajv = new Ajv2020({ strict: true, strictTypes: false, validateFormats: false })
  ajv.addSchema(withDefinitions({ $id: 'warder', $defs: document.components.schemas }))
  const schemas = operations.flatMap(({ operation }) => [
    ...Object.values(operation.requestBody?.content ?? {}),
    ...Object.values(operation.responses).flatMap(({ content }) => Object.values(content ?? {})),
  ])
  assert.ok(schemas.length > 300)
  for (const { schema } of schemas) ajv.compile(withDefinitions(schema))
})

test('E15 what is sent to administration is told as JSON Schema', () => {
  const create = paths['/api/admin/users']?.['post']
  assert.deepEqual(create?.requestBody?.content['application/json']?.schema['required'], ['email'])
  const sent = known.filter(({ permission, method }) => permission !== undefined && method === 'PATCH')
  assert.ok(sent.length >= 3)
  for (const route of sent)
    assert.ok(operationFor(route).requestBody, `${nameOf(route)} has no schema of its body`)
})
