import { InvalidArgumentError, Option, type Command } from 'commander'
import { paging } from '../options.ts'
import { pairs, table, type Answer } from '../output.ts'
import { text, verb } from '../verb.ts'
import { withApp } from '../with-app.ts'
import { tenantSecondStepVerb } from './people/second-step.ts'

const manage = () => import('../../tenants/manage.ts')

/** `warder tenant`: organisations with people, applications and keys of their own. */
export function tenantCommands(program: Command): void {
  const noun = program
    .command('tenant')
    .description('tenants: create, list, show, suspend, resume, require-second-factor')

  verb(noun, {
    name: 'create',
    summary: 'Make a tenant with people, applications and keys of its own, at /t/<slug>.',
    example: 'warder tenant create --slug acme --name "Acme Ltd"',
    options: [
      new Option(
        '--slug <slug>',
        'small letters, digits and hyphens; it cannot be changed',
      ).makeOptionMandatory(),
      new Option('--name <name>', 'what people read').makeOptionMandatory(),
    ],
    run: (options) =>
      withApp(options, async (by) => {
        const input = { slug: text(options, 'slug') ?? '', name: text(options, 'name') ?? '' }
        return shown(await (await manage()).createTenant(by, input))
      }),
  })
  verb(noun, {
    name: 'list',
    summary: 'List tenants, by slug.',
    example: 'warder tenant list',
    options: listing(),
    run: (options) =>
      withApp(options, async (by) => {
        const cursor = text(options, 'cursor')
        const limit = Number(text(options, 'limit') ?? 50)
        const page = await (
          await manage()
        ).listTenants(by, { limit, ...(cursor !== undefined && { cursor }) })
        const rows = page.items.map(({ slug, name, issuer, suspended_at }) => [
          slug,
          name,
          issuer,
          suspended_at,
        ])
        const more = page.next_cursor === null ? '' : `\nMore: --cursor ${page.next_cursor}`
        return { value: page, text: table(['slug', 'name', 'issuer', 'suspended'], rows) + more }
      }),
  })
  verb(noun, {
    name: 'show <slug>',
    summary: 'Show a tenant.',
    example: 'warder tenant show acme',
    run: (options, [slug = '']) =>
      withApp(options, async (by) => shown(await (await manage()).findTenant(by, slug))),
  })
  verb(noun, {
    name: 'suspend <slug>',
    summary:
      'Stop a tenant: nobody signs in, and its sessions, tokens and keys open nothing, until it is resumed.',
    example: 'warder tenant suspend acme --yes',
    asks: ([slug = '']) => `Stop the tenant ${slug}, with everybody and every program in it?`,
    run: (options, [slug = '']) =>
      withApp(options, async (by) => shown(await (await manage()).suspendTenant(by, slug))),
  })
  verb(noun, {
    name: 'resume <slug>',
    summary: 'Let a suspended tenant go on.',
    example: 'warder tenant resume acme',
    run: (options, [slug = '']) =>
      withApp(options, async (by) => shown(await (await manage()).resumeTenant(by, slug))),
  })
  tenantSecondStepVerb(noun)
}

/** A list of tenants goes on after a slug. */
function listing(): Option[] {
  const [limit] = paging('ten')
  const cursor = new Option('--cursor <slug>', 'where the last list ended').argParser((value: string) => {
    if (/^[a-z][a-z0-9-]{0,63}$/.test(value)) return value
    throw new InvalidArgumentError('It is no place where a list ended.')
  })
  return limit ? [limit, cursor] : [cursor]
}

const shown = (found: object): Answer => ({ value: found, text: pairs(Object.entries(found)) })
