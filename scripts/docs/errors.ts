import { oauthErrors, problems } from '@warder/protocol'
import { generated, mono, table } from './table.ts'

/** docs/errors.md: every code a caller can meet. */
export function errorsPage(): string {
  const problemRows = Object.entries(problems).map(([code, { status, title }]) => [
    mono(code),
    String(status),
    title,
  ])
  const oauthRows = Object.entries(oauthErrors).map(([code, { status, spec }]) => [
    mono(code),
    String(status),
    spec,
  ])
  return `${generated}

# Errors

A program decides by the code, which is stable; the sentences are for people and may change.

## Problems

Everywhere but at the OAuth endpoints an error is a document of type \`application/problem+json\` (RFC 9457) with
\`type\`, \`title\`, \`status\`, \`detail\`, \`instance\` and \`code\`. \`type\` is \`urn:warder:problem:\` and the code.
Invalid input adds \`errors\`, a list of \`{pointer, detail}\`, where \`pointer\` is a JSON Pointer (RFC 6901) to the
member that is wrong. A 401 carries \`WWW-Authenticate\`, a 429 carries \`Retry-After\`.

${table(['code', 'status', 'title'], problemRows)}

## OAuth errors

The OAuth endpoints answer with \`{error, error_description}\` (RFC 6749 §5.2); \`/oauth/authorize\` sends the same two to
the redirect URI of the client; a refused access token has them in \`WWW-Authenticate\` (RFC 6750 §3).

${table(['error', 'status', 'defined in'], oauthRows)}
`
}
