import { Option, type Command } from 'commander'
import { duration } from '../../../config/kinds/kind.ts'
import { day } from '../../../time.ts'
import { CliError } from '../../failure.ts'
import { tenant } from '../../options.ts'
import { pairs } from '../../output.ts'
import { text, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'

/** The verbs of `warder user` about second factors. */
export function secondStepVerbs(user: Command): void {
  verb(user, {
    name: 'require-second-factor <user>',
    summary: 'Have a person set up a second factor at their next sign-in, or no longer need one.',
    example: 'warder user require-second-factor ada@example.com',
    options: [new Option('--off', 'it is not required of this person any more'), tenant()],
    run: (options, [who = '']) =>
      withApp(options, async (by) => {
        const { setSecondFactorRequired } = await import('../../../users/lifecycle/require-second-factor.ts')
        const found = await setSecondFactorRequired(by, who, options['off'] !== true)
        return { value: found, text: pairs(Object.entries(found)) }
      }),
  })
  verb(user, {
    name: 'recovery-link <user>',
    summary:
      'Mail a person who lost every second factor a link to set up a new one. It works after a delay, and they can stop it.',
    example: 'warder user recovery-link ada@example.com --delay 2h',
    options: [
      new Option('--delay <duration>', 'how long it waits, like 10m or 2h (default: recovery.delay)'),
      tenant(),
    ],
    run: (options, [who = '']) =>
      withApp(options, async (by) => {
        const { issueRecovery } = await import('../../../users/recovery/link.ts')
        const issued = await issueRecovery(by, who, delayOf(options))
        return { value: issued, text: pairs(Object.entries(issued)) }
      }),
  })
}

function delayOf(options: Options): number | undefined {
  const given = text(options, 'delay')
  if (given === undefined) return undefined
  const parsed = duration(0, 30 * day).parse(given)
  if (!parsed.ok) throw new CliError('usage', `--delay ${parsed.problem}. ${parsed.remedy}.`, 2)
  return parsed.value
}

/** The verb of `warder tenant` about second factors: what holds for everybody who signs in to one. */
export function tenantSecondStepVerb(noun: Command): void {
  verb(noun, {
    name: 'require-second-factor',
    summary: 'Have everybody who signs in to a tenant have a second factor, or no longer.',
    example: 'warder tenant require-second-factor --tenant default',
    options: [new Option('--off', 'it is not required of everybody any more'), tenant()],
    run: (options) =>
      withApp(options, async (by) => {
        const { setTenantSecondFactor } = await import('../../../users/lifecycle/require-second-factor.ts')
        const set = await setTenantSecondFactor(by, options['off'] !== true)
        return { value: set, text: pairs(Object.entries(set)) }
      }),
  })
}
