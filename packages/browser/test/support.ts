/** A browser and a server as far as the package sees them: what was asked, and what is to be answered. */
export type Asked = { method: string; path: string; body: unknown; csrf: string | undefined }

export function fakeServer(answers: Record<string, [status: number, body?: object]>) {
  const asked: Asked[] = []
  const fetch = ((url: string, init: RequestInit) => {
    const headers = init.headers as Record<string, string>
    const method = init.method ?? 'GET'
    const body: unknown = init.body === undefined ? undefined : JSON.parse(init.body as string)
    asked.push({ method, path: url, body, csrf: headers['x-csrf-token'] })
    const [status, said] = answers[`${method} ${url}`] ?? [404, { code: 'not_found' }]
    return Promise.resolve(new Response(said && JSON.stringify(said), { status }))
  }) as typeof globalThis.fetch
  return { asked, fetch }
}

type Ask = (options: CredentialRequestOptions) => Promise<unknown>

/** Puts a browser with passkeys in place; gives what takes it away again. */
export function fakeBrowser({
  get,
  create,
  ...statics
}: {
  get?: Ask
  create?: Ask
  [name: string]: unknown
}) {
  const known = globalThis as unknown as { PublicKeyCredential?: unknown; document?: unknown }
  const before = Object.getOwnPropertyDescriptor(globalThis, 'navigator')
  known.PublicKeyCredential = Object.assign(function PublicKeyCredential() {}, {
    parseRequestOptionsFromJSON: (json: object) => json,
    parseCreationOptionsFromJSON: (json: object) => json,
    ...statics,
  })
  known.document = { hidden: false }
  Object.defineProperty(globalThis, 'navigator', {
    value: { credentials: { get, create } },
    configurable: true,
  })
  return () => {
    delete known.PublicKeyCredential
    delete known.document
    if (before) Object.defineProperty(globalThis, 'navigator', before)
  }
}

/** A credential as browsers give it. */
export const credential = (id: string) => ({ toJSON: () => ({ id }) })

/** What a browser throws: an error whose name says what happened. */
export const thrown = (name: string) => Object.assign(new Error(name), { name })
