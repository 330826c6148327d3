import type { TestWarder } from '../warder.ts'
import { createBrowser } from '../cookies.ts'
import { goodPassword, json, origin } from '../warder.ts'
import type { TenantPlace } from '../people/tenants.ts'

/** What is of a tenant by its name. */
const cookies = /__Host-warder_(session|pre|pending)/g

/**
 * A tenant as if it were at the root: what is sent goes below its path and to its cookies, and what comes back is read as if it
 * came from the root. So what is tested of the first tenant can be tested of any.
 */
export function asRoot(warder: TestWarder, { tenant, by, user }: TenantPlace): TestWarder {
  const { prefix, slug } = tenant
  const request: TestWarder['request'] = async (path, init = {}, address) => {
    const headers = new Headers(init.headers)
    const cookie = headers.get('cookie')
    if (cookie !== null) headers.set('cookie', cookie.replaceAll(cookies, `$&_${slug}`))
    const answer = await warder.request(prefix + path, { ...init, headers }, address)
    return fromRoot(answer)
  }

  async function fromRoot(answer: Response): Promise<Response> {
    const headers = new Headers()
    for (const [name, value] of answer.headers) {
      if (name === 'location') headers.set(name, value.replace(prefix, ''))
      else if (name === 'set-cookie') headers.append(name, value.replaceAll(`_${slug}=`, '='))
      else headers.append(name, value)
    }
    const isPage = answer.headers.get('content-type')?.startsWith('text/html')
    const body = isPage ? (await answer.text()).replaceAll(`"${prefix}/`, '"/') : answer.body
    return new Response(body, { status: answer.status, headers })
  }

  const form: TestWarder['form'] = (path, fields, headers = {}) =>
    send(path, new URLSearchParams(fields).toString(), 'application/x-www-form-urlencoded', headers)
  const post: TestWarder['post'] = (path, body, headers = {}) =>
    send(path, JSON.stringify(body), 'application/json', headers)
  const send = (path: string, body: string, type: string, headers: Record<string, string>) =>
    request(path, {
      method: 'POST',
      body,
      headers: { 'content-type': type, 'content-length': String(Buffer.byteLength(body)), ...headers },
    })
  return {
    ...warder,
    operator: by,
    request,
    get: (path, headers = {}) => request(path, { headers }),
    post,
    form,
    browser: () => createBrowser(request, origin),
    user,
    tokens: async (email = 'ada@example.com') =>
      json(await post('/auth/login', { email, password: goodPassword })),
  }
}
