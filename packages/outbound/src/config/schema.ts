import type { Field, Fields } from './fields/field.ts'
import { bindingFields } from './types/parts.ts'
import { credentialTypeNames, credentialTypes } from './types/table.ts'
import { topFields } from './types/top.ts'

type Json = Readonly<Record<string, unknown>>

/** The JSON Schema of the configuration, made of the same tables that read it. */
export function configSchema(): Json {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Warder outbound configuration',
    ...objectOf(topFields),
    $defs: { credential: credentialSchema() },
  }
}

/** By its type, or by a provider that is known and says the rest. */
function credentialSchema(): Json {
  const byType = credentialTypeNames.map((type) => {
    const { properties, required, ...rest } = objectOf({ ...bindingFields, ...credentialTypes[type] })
    return {
      ...rest,
      properties: { type: { const: type }, ...(properties as Json) }, // as objectOf makes it
      required: ['type', ...(required as string[])],
      not: { required: ['use'] },
    }
  })
  const byProvider = {
    type: 'object',
    properties: { use: { type: 'string' }, type: { enum: credentialTypeNames } },
    required: ['use'],
  }
  return { anyOf: [...byType, byProvider] }
}

function objectOf(fields: Fields): Json {
  const properties = Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, schemaOf(field)]),
  )
  const required = Object.entries(fields).flatMap(([name, field]) => (field.required ? [name] : []))
  return { type: 'object', properties, required, additionalProperties: false }
}

const reference = '^(env|file|keyring|exec):.+$'

function schemaOf(field: Field): Json {
  const { help: description } = field
  switch (field.kind) {
    case 'text':
    case 'plain':
      return { type: ['string', 'number'], description }
    case 'secret':
      return { type: 'string', pattern: reference, description }
    case 'address':
      return { type: 'string', pattern: '^https?://', description }
    case 'pointer':
      return { type: 'string', pattern: '^/', description }
    case 'flag':
      return { type: 'boolean', description }
    case 'number':
      return { type: 'integer', minimum: field.least, maximum: field.most, description }
    case 'choice':
      return { enum: field.of, description }
    case 'list': {
      const items = schemaOf(field.of)
      return { anyOf: [{ type: 'array', items }, items], description }
    }
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(field.of), description }
    case 'object':
      return { ...objectOf(field.fields), description }
    case 'credential':
      return { $ref: '#/$defs/credential', description }
  }
}
