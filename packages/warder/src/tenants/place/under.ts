import type { Answer } from '../../http/answer.ts'

/**
 * A path of ours in an attribute of a page. Whatever stands in a page from outside has its quotation marks escaped, so no text
 * looks like one.
 */
const ours = /(?<= (?:href|action|formaction|src|data-next|data-confirm|content)="(?:\d+;url=)?)\/(?!\/)/g

/**
 * An answer of a tenant that is not at the root: where it leads to a path of ours, or shows one in a page, the path is that
 * of the tenant. Handlers and pages know paths as they stand in the tables of routes, so none can forget it.
 *
 * @param prefix such as `/t/acme`
 */
export function under(prefix: string, answer: Answer): Answer {
  const { headers, body } = answer
  const { location } = headers
  const leads = location?.startsWith('/') && !location.startsWith('//')
  const isPage = typeof body === 'string' && headers['content-type']?.startsWith('text/html')
  return {
    ...answer,
    ...(leads && { headers: { ...headers, location: prefix + location } }),
    ...(isPage && { body: body.replace(ours, `${prefix}/`) }),
  }
}
