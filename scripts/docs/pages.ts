import { configSchema } from '@warder/outbound'
import { configurationPage } from './configuration.ts'
import { errorsPage } from './errors.ts'
import { eventsPage } from './events.ts'
import { openApiFile } from './openapi/document.ts'
import { routesPage } from './routes.ts'

/** The pages of the documentation that are made from the code: where each stands, and what makes it. */
export const generatedPages: readonly [file: string, make: () => string | Promise<string>][] = [
  ['docs/errors.md', errorsPage],
  ['docs/events.md', eventsPage],
  ['docs/routes.md', routesPage],
  ['docs/configuration.md', configurationPage],
  ['packages/warder/src/operations/openapi.json', openApiFile],
  ['packages/outbound/schema.json', () => `${JSON.stringify(configSchema())}\n`],
]
