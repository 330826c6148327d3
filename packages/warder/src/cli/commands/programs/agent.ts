import { Option, type Command } from 'commander'
import { fileNamed, pageIn, paging, tenant, wholeNumber } from '../../options.ts'
import { pairs, table, type Answer } from '../../output.ts'
import { repeated, text, texts, verb, type Options } from '../../verb.ts'
import { withApp } from '../../with-app.ts'
import type { OwnedAgent } from '../../../agents/operator/agents.ts'
import type { Operator } from '../../../users/manage.ts'

const operator = () => import('../../../agents/operator/agents.ts')

/** What is done to an agent, whosever it is. */
async function stopping(by: Operator) {
  const [done, { operatorAgents }] = await Promise.all([
    import('../../../agents/stop.ts'),
    import('../../../agents/owners/keeper.ts'),
  ])
  return { ...done, by: operatorAgents(by) }
}

export function agentCommands(program: Command): void {
  const agent = program
    .command('agent')
    .description('agents of people and of the tenant: create, list, show, stop, start, delete')

  verb(agent, {
    name: 'create',
    summary:
      'Register an agent of a person, who is told by mail and than whom it may do no more; without a person, one of the tenant.',
    example:
      'warder agent create --user ada@example.com --name Librarian --purpose "Keeps my notes in order" --public-key agent.pub.pem --scope notes:read --action "notes:*" --workspace blog',
    options: [
      new Option('--user <user>', 'whose it is: identifier or address (default: the tenant)'),
      new Option('--name <name>', 'what people know it by').makeOptionMandatory(),
      new Option('--purpose <purpose>', 'what it is for').makeOptionMandatory(),
      new Option('--public-key <file>', 'its public key, as JWK, JWK Set or PEM').makeOptionMandatory(),
      repeated('--scope <scope>', 'what it may do at most').makeOptionMandatory(),
      repeated(
        '--action <action>',
        'what it may say that it is doing, like docs:write or docs:*',
      ).makeOptionMandatory(),
      repeated('--workspace <name>', 'where it may work; * is everywhere').makeOptionMandatory(),
      repeated('--runtime <name>', 'on what it may run (default: anything)'),
      repeated('--sensitive-action <action>', 'what somebody is asked about each time'),
      repeated('--resource <uri>', 'API that its tokens may be for (default: those of the configuration)'),
      new Option('--max-lifetime <seconds>', 'longest life of its tokens').argParser(wholeNumber),
      new Option(
        '--on-behalf-of-owner',
        'it may also act in the name of the person; of the tenant, for people whose token an application has',
      ),
      tenant(),
    ],
    run: create,
  })
  verb(agent, {
    name: 'list',
    summary: 'List agents, by whose they are and when they last got a token.',
    example: 'warder agent list --user ada@example.com',
    options: [
      new Option('--user <user>', 'of this person alone: identifier or address'),
      ...paging('agt'),
      tenant(),
    ],
    run: list,
  })
  verb(agent, {
    name: 'show <id>',
    summary: 'Show an agent, and what it may do.',
    example: 'warder agent show agt_4f1c',
    options: [tenant()],
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const found = await (await operator()).findAnyAgent(by, id)
        return { value: found, text: described(found) }
      }),
  })
  verb(agent, {
    name: 'stop <id>',
    summary: 'Stop an agent. Every token it has ends at once.',
    example: 'warder agent stop agt_4f1c',
    options: [tenant()],
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const agents = await stopping(by)
        await agents.stopAgent(agents.by, id)
        return { value: await (await operator()).findAnyAgent(by, id), text: `Stopped ${id}.` }
      }),
  })
  verb(agent, {
    name: 'start <id>',
    summary: 'Start an agent that was stopped. The tokens it had before stay ended.',
    example: 'warder agent start agt_4f1c',
    options: [tenant()],
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const agents = await stopping(by)
        await agents.startAgent(agents.by, id)
        return { value: await (await operator()).findAnyAgent(by, id), text: `Started ${id}.` }
      }),
  })
  verb(agent, {
    name: 'delete <id>',
    summary: 'Delete an agent. Every token it has ends at once.',
    example: 'warder agent delete agt_4f1c',
    options: [tenant()],
    asks: ([id = '']) => `Delete the agent ${id}? Every token it has ends, and it cannot be undone.`,
    run: (options, [id = '']) =>
      withApp(options, async (by) => {
        const agents = await stopping(by)
        await agents.removeAgent(agents.by, id)
        return { value: { id, deleted: true }, text: `Deleted ${id}.` }
      }),
  })
}

async function create(options: Options): Promise<Answer> {
  const [{ createAgentFor }, { readPublicKeys }] = await Promise.all([
    import('../../../agents/operator/create.ts'),
    import('../../../agents/public-keys.ts'),
  ])
  const { maxLifetime } = options
  const sensitive_actions = texts(options, 'sensitiveAction')
  const runtimes = texts(options, 'runtime')
  const resources = texts(options, 'resource')
  const input = {
    name: text(options, 'name'),
    purpose: text(options, 'purpose'),
    public_keys: readPublicKeys(fileNamed(text(options, 'publicKey') ?? '')),
    scopes: texts(options, 'scope'),
    actions: texts(options, 'action'),
    workspaces: texts(options, 'workspace'),
    runtimes,
    sensitive_actions,
    ...(resources.length > 0 && { resources }),
    ...(typeof maxLifetime === 'number' && { max_token_lifetime_seconds: maxLifetime }),
    on_behalf_of_owner: options['onBehalfOfOwner'] === true,
  }
  const made = await withApp(options, (by) => createAgentFor(by, text(options, 'user'), input))
  return { value: made, text: described(made) }
}

/** An agent as a person reads it. */
function described({ owner: _owner, email, public_keys, ...agent }: OwnedAgent): string {
  return pairs(Object.entries({ ...agent, owner: email ?? 'the tenant', public_keys: public_keys.length }))
}

async function list(options: Options): Promise<Answer> {
  const found = await withApp(options, async (by) =>
    (await operator()).listAllAgents(by, { ...pageIn(options), user: text(options, 'user') }),
  )
  const rows = found.items.map((agent) => [
    agent.id,
    agent.email ?? 'the tenant',
    agent.name,
    agent.status,
    agent.scopes.join(' '),
    agent.on_behalf_of_owner,
    agent.last_used_at?.slice(0, 10) ?? 'never',
  ])
  const more = found.next_cursor === null ? '' : `\n\nMore with --cursor ${found.next_cursor}`
  const heads = ['id', 'owner', 'name', 'status', 'scopes', 'in their name', 'last token']
  return { value: found, text: table(heads, rows) + more }
}
