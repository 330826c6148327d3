/** The path alone: a query may hold what no log should. Servers of node:http give no origin. */
export function pathOf(url: string): string {
  const path = /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? new URL(url).pathname : url
  return path.replace(/[?#].*$/s, '')
}
