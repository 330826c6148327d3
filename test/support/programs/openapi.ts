import { Ajv2020 } from 'ajv/dist/2020.js'
import type { Route } from '../../../packages/warder/src/http/router.ts'
import { answerSchemas } from '../../../scripts/docs/openapi/answers/schemas.ts'
import { schemaOfAnswer } from '../../../scripts/docs/openapi/success.ts'

// The formats of JSON Schema 2020-12 §7.2.1 are annotations; what is a moment is looked at by its pattern.
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, validateFormats: false })
ajv.addSchema({ $id: 'warder', $defs: answerSchemas({ exact: true }) })

/** A schema of the document, with its references as they are where its components are definitions. */
export const withDefinitions = (schema: object): object =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"warder#/$defs/')) as object

/**
 * What an answer has that the OpenAPI document does not tell, or lacks that it tells; empty where both agree.
 *
 * @param status and the body, of an answer where nothing was wrong
 */
export function differences(route: Route, status: number, text: string): string[] {
  const schema = schemaOfAnswer(route, status)
  if (Object.keys(schema).length === 0 || text === '') return []
  const validate = ajv.compile(withDefinitions(schema))
  if (validate(JSON.parse(text))) return []
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath || '/', message, JSON.stringify(params)].join(' '),
  )
}
