import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { TestContext } from 'node:test'
import type { GuardOptions } from '../../src/index.ts'
import { startGuarded } from './guarded.ts'

export const digest = (value: string) => createHash('sha256').update(value).digest('base64url')

export type Item = { kind: string; hash: string; not_before?: number; until: number }

/** An issuer with a revocation feed that answers as Warder's does, or as a test wants it. */
export async function startFeed(t: TestContext, options: GuardOptions = {}) {
  const guarded = await startGuarded(t, options)
  const { issuer, auth } = guarded
  t.after(() => auth.close())
  const polls: URL[] = []
  const waiting: (() => void)[] = []
  const feed = {
    items: [] as Item[],
    /** Answers a poll in the place of the feed, when it says so. */
    instead: undefined as ((url: URL, response: ServerResponse) => boolean) | undefined,
    polls,
    revoke: (kind: string, value: string, more: Partial<Item> = {}) => {
      feed.items.push({ kind, hash: digest(value), until: guarded.time.now + 600, ...more })
      for (const wake of waiting.splice(0)) wake()
    },
  }

  function answer(response: ServerResponse, after: number): void {
    const items = feed.items.slice(after)
    response.writeHead(200, {
      'content-type': 'application/json',
      etag: `"${feed.items.length}"`,
      'preference-applied': 'wait=25',
    })
    response.end(JSON.stringify({ cursor: String(feed.items.length), items }))
  }

  const documents = issuer.documents
  issuer.documents = () => ({
    ...documents(),
    '/.well-known/oauth-authorization-server': {
      issuer: issuer.url,
      jwks_uri: `${issuer.url}/jwks`,
      revocation_feed: `${issuer.url}/feed`,
    },
  })
  issuer.intercept = (path, response) => {
    const url = new URL(path, issuer.url)
    if (url.pathname !== '/feed') return false
    polls.push(url)
    if (feed.instead?.(url, response)) return true
    const after = Number(url.searchParams.get('after') ?? 0)
    const etag = response.req.headers['if-none-match']
    if (etag !== `"${feed.items.length}"`) answer(response, after)
    else waiting.push(() => answer(response, after))
    return true
  }
  return { ...guarded, feed }
}

/** Waits for what happens in the background, and fails with the test's own time-out if it does not. */
export async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await happened())) await new Promise((resolve) => setTimeout(resolve, 5))
}
