import * as z from 'zod'
import { administrationSchemas } from './administration.ts'
import { organisationSchemas } from './organisations.ts'
import { peopleSchemas } from './people.ts'
import { programSchemas } from './programs.ts'

const all = { ...peopleSchemas, ...programSchemas, ...organisationSchemas, ...administrationSchemas }

/**
 * What is answered, as schemas of the document by their names.
 *
 * @param exact whether anything beside what is named is wrong: for tests. Programs let what a later version adds pass.
 */
export function answerSchemas({ exact = false } = {}): Record<string, object> {
  return Object.fromEntries(
    Object.entries(all).map(([name, schema]) => {
      const written = z.toJSONSchema(schema, { io: exact ? 'output' : 'input' })
      delete written.$schema
      return [name, written]
    }),
  )
}
