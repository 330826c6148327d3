import { readFileSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { CliError } from '../../failure.ts'
import { tenant } from '../../options.ts'
import { pairs } from '../../output.ts'
import { text, verb } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

/** What applications may be told of a person beside name, address and number. */
export function claimVerbs(user: Command): void {
  verb(user, {
    name: 'claims <user>',
    summary:
      'Show what applications may be told of a person beside name, addresses and number, or replace it.',
    example: 'warder user claims ada@example.com --file claims.json',
    options: [
      new Option(
        '--file <file>',
        'replace it by this JSON, with the names of OpenID Connect: {"nickname":"Ada"}',
      ),
      tenant(),
    ],
    run: (options, [who = '']) => {
      const file = text(options, 'file')
      const value = file === undefined ? undefined : readJson(file)
      return withApp(options, async (by) => {
        const { claimsOfUser, setClaims } = await import('../../../users/claims/set.ts')
        const found = file === undefined ? await claimsOfUser(by, who) : await setClaims(by, who, value)
        return { value: found, text: pairs(Object.entries({ id: found.id, ...found.claims })) }
      })
    },
  })
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError('usage', `${file} cannot be read as JSON: ${reason}`, 2)
  }
}
