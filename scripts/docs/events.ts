import { auditTypes } from '../../packages/warder/src/audit/events.ts'
import { sentenceFor } from '../../packages/warder/src/audit/sentences.ts'
import { generated, mono, table } from './table.ts'

/** docs/events.md: what stands in the audit, and so what webhooks and listeners hear of. */
export function eventsPage(): string {
  const rows = auditTypes.map((type) => {
    const said = ['succeeded', 'refused'].map((outcome) => sentenceFor(type, outcome))
    return [mono(type), [...new Set(said)].join('; ')]
  })
  return `${generated}

# Events

Everything that matters stands in the audit under one of these names, with \`outcome\` \`succeeded\`, \`refused\` or \`failed\`. Administrators read it at
\`GET /api/admin/audit?type=…\`; [webhooks and listeners](webhooks.md) are told of what they name, of an area such as \`user.*\`, or of \`*\`.

${table(['event', 'what it says'], rows)}
`
}
