/** Ways to say who calls. */
export const securitySchemes = {
  token: { type: 'http', scheme: 'bearer', description: 'An access token (RFC 6750).' },
  proven_token: {
    type: 'http',
    scheme: 'DPoP',
    description: 'An access token with the proof of its key (RFC 9449).',
  },
  session: { type: 'apiKey', in: 'cookie', name: '__Host-warder_session' },
  csrf: {
    type: 'apiKey',
    in: 'header',
    name: 'X-CSRF-Token',
    description:
      'Goes with a cookie where something changes: the value of GET /auth/csrf. A form has it as csrf_token.',
  },
  api_key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  client: {
    type: 'http',
    scheme: 'basic',
    description:
      'An application proves itself, by HTTP Basic or in the form (RFC 6749 §2.3, RFC 7523, RFC 8705).',
  },
  registration_token: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of a registration (RFC 7592).',
  },
  provisioning_token: {
    type: 'http',
    scheme: 'bearer',
    description: 'The token of a directory that provisions people.',
  },
}

type Way = keyof typeof securitySchemes

const person: Way[][] = [['token'], ['session', 'csrf']]
const program: Way[][] = [...person, ['api_key']]
/** Whoever comes, with the token of the page's own form. */
const form: Way[][] = [['csrf']]

/** What each guard asks for: any one of the lists, and all of it. */
const guards: Readonly<Record<string, readonly (readonly Way[])[]>> = {
  anyone: [],
  visitor: form,
  person,
  personEvenSuspect: person,
  enrolment: person,
  enrolmentBegun: person,
  cookieSession: [['session', 'csrf']],
  administering: [['session', 'csrf']],
  account: [['session', 'csrf']],
  accountEvenSuspect: [['session', 'csrf']],
  personOrKey: program,
  manager: program,
  managerOrHolder: [...program, ['client']],
  administrator: [...program, ['proven_token']],
  client: [['client']],
  confidentialClient: [['client']],
  keyVerifier: [['client'], ['api_key']],
  accessToken: [['token'], ['proven_token']],
  evaluator: [['token'], ['proven_token']],
  registeredClient: [['registration_token']],
  provisioner: [['provisioning_token']],
  oneself: person,
  // What it signed stands in the body.
  agentAssertion: [],
  // By the internal listener, or in development.
  operators: [],
  developer: [],
}

/** @throws Error for a guard that nobody has told about here */
export function securityOf(guard: string, method: string): Record<string, string[]>[] {
  const known = guards[guard]
  if (!known)
    throw new Error(`scripts/docs/openapi/security.ts does not say what the guard ${guard} asks for`)
  // What only looks needs no CSRF token.
  const asked = known.map((ways) => (method === 'GET' ? ways.filter((way) => way !== 'csrf') : ways))
  return asked
    .filter((ways) => ways.length > 0)
    .map((ways) => Object.fromEntries(ways.map((way) => [way, []])))
}
