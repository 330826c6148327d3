import { json, type TestWarder } from '../warder.ts'

/** A program of a person: it sends their access token, and goes on with the new one that an answer brings. */
export type Program = {
  get: (path: string) => Promise<Response>
  post: (path: string, body?: unknown) => Promise<Response>
  put: (path: string, body: unknown) => Promise<Response>
  remove: (path: string) => Promise<Response>
  headers: () => { authorization: string }
}

export async function program(warder: TestWarder, email: string): Promise<Program> {
  let { access_token } = await warder.tokens(email)
  const headers = () => ({ authorization: `Bearer ${access_token}` })
  const renewed = async (answer: Response) => {
    const body = answer.status === 200 ? await json<{ access_token?: string }>(answer.clone()) : {}
    access_token = body.access_token ?? access_token
    return answer
  }
  return {
    get: (path) => warder.get(path, headers()),
    post: async (path, body = {}) => renewed(await warder.post(path, body, headers())),
    put: (path, body) => {
      const text = JSON.stringify(body)
      const sized = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }
      return warder.request(path, { method: 'PUT', body: text, headers: { ...headers(), ...sized } })
    },
    remove: (path) => warder.request(path, { method: 'DELETE', headers: headers() }),
    headers,
  }
}

/** The token of the newest link to `path` that was mailed to an address. */
export async function linkTo(warder: TestWarder, to: string, path: string): Promise<string> {
  const mails = (await warder.inbox()).filter((mail) => mail.to === to)
  const link = mails.flatMap(({ links }) => links).find((url) => url.includes(path))
  if (!link) throw new Error(`no link to ${path} was mailed to ${to}`)
  return new URL(link).searchParams.get('token') ?? ''
}
