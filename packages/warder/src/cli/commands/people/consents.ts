import type { Command } from 'commander'
import { CliError } from '../../failure.ts'
import { tenant } from '../../options.ts'
import { table } from '../../output.ts'
import { repeated, texts, verb } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

/** What somebody agreed to, and what they agreed to elsewhere. */
export function consentVerb(user: Command): void {
  verb(user, {
    name: 'consents <user>',
    summary: 'Show what a person agreed to, or write down that they agreed elsewhere.',
    example: 'warder user consents ada@example.com --given terms@2027-01',
    options: [repeated('--given <document@version>', 'what they agreed to elsewhere'), tenant()],
    run: (options, [who = '']) => {
      const given = texts(options, 'given').map(namedIn)
      return withApp(options, async (by) => {
        const { consentsOfUser, noteAgreed } = await import('../../../privacy/consents/operator.ts')
        const items = given.length === 0 ? await consentsOfUser(by, who) : await noteAgreed(by, who, given)
        const rows = items.map(({ document, state, version, at }) => [document, state, version, at])
        return { value: { items }, text: table(['document', 'state', 'version', 'since'], rows) }
      })
    },
  })
}

function namedIn(word: string): { id: string; version: string } {
  const [, id, version] = /^([^@\s]+)@(\S+)$/.exec(word) ?? []
  if (id === undefined || version === undefined)
    throw new CliError('usage', 'Write --given like terms@2027-01.', 2)
  return { id, version }
}
