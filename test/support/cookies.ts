export type Page = { status: number; path: string; html: string; headers: Headers }

/** As much of a browser as a form needs: a cookie jar, links, hidden fields and redirects within the origin. */
export type Browser = {
  cookies: Map<string, string>
  open: (path: string) => Promise<Page>
  /** Fills in the form of a page that posts to `action` and sends it, hidden fields and all. */
  submit: (page: Page, action: string, fields: Record<string, string>) => Promise<Page>
  /** One request with the jar, redirects not followed. */
  send: (path: string, init?: RequestInit) => Promise<Response>
}

type Send = (path: string, init?: RequestInit) => Promise<Response>

export function createBrowser(request: Send, origin: string): Browser {
  const cookies = new Map<string, string>()

  const send: Send = async (path, init = {}) => {
    const headers = new Headers(init.headers)
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await request(path, { ...init, headers })
    for (const cookie of response.headers.getSetCookie()) keep(cookies, cookie)
    return response
  }

  async function follow(path: string, response: Response): Promise<Page> {
    const location = response.headers.get('location')
    if (location === null)
      return { status: response.status, path, html: await response.text(), headers: response.headers }
    const next = new URL(location, origin + path)
    if (next.origin !== origin)
      return { status: response.status, path: next.href, html: '', headers: response.headers }
    return follow(next.pathname + next.search, await send(next.pathname + next.search))
  }

  return {
    cookies,
    send,
    open: async (path) => follow(path, await send(path)),
    submit: async (page, action, fields) => {
      const body = new URLSearchParams({ ...hiddenFields(page.html, action), ...fields }).toString()
      const headers = {
        'content-type': 'application/x-www-form-urlencoded',
        'content-length': String(Buffer.byteLength(body)),
        origin,
        'sec-fetch-site': 'same-origin',
      }
      return follow(action, await send(action, { method: 'POST', body, headers }))
    },
  }
}

function keep(cookies: Map<string, string>, header: string): void {
  const [pair = '', ...attributes] = header.split(';')
  const at = pair.indexOf('=')
  const gone = attributes.some((attribute) => attribute.trim().toLowerCase() === 'max-age=0')
  if (gone) cookies.delete(pair.slice(0, at))
  else cookies.set(pair.slice(0, at), pair.slice(at + 1))
}

/** The hidden fields of the form with this action. @throws Error when the page has no such form */
export function hiddenFields(html: string, action: string): Record<string, string> {
  const form = html.split('<form').find((part) => part.includes(`action="${action}"`))
  if (!form) throw new Error(`the page has no form that posts to ${action}`)
  const inside = form.slice(0, form.indexOf('</form>'))
  const fields = [...inside.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)]
  return Object.fromEntries(fields.map(([, name = '', value = '']) => [name, unescape(value)]))
}

function unescape(text: string): string {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
