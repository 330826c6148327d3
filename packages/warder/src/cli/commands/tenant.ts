import { InvalidArgumentError, Option, type Command } from 'commander'
import { defined, paging } from '../options.ts'
import { table } from '../output.ts'
import { text, verb, type Options } from '../verb.ts'
import { withApp } from '../with-app.ts'
import { tenantSecondStepVerb } from './people/second-step.ts'
import { brandIn, brandOptions, shownTenant } from './tenants/brand.ts'
import { tenantAddressVerbs } from './tenants/address.ts'
import { memberVerbs } from './tenants/members.ts'

const manage = () => import('../../tenants/manage.ts')

/** `warder tenant`: organisations with people, applications and keys of their own. */
export function tenantCommands(program: Command): void {
  const noun = program
    .command('tenant')
    .description(
      'tenants: create, list, show, update, suspend, resume, delete, domains, move, member, require-second-factor',
    )

  verb(noun, {
    name: 'create',
    summary: 'Make a tenant with applications and keys of its own, and people of its own or members.',
    example: 'warder tenant create --slug acme --name "Acme Ltd"',
    options: [
      new Option(
        '--slug <slug>',
        'small letters, digits and hyphens; it cannot be changed',
      ).makeOptionMandatory(),
      new Option('--name <name>', 'what people read').makeOptionMandatory(),
      new Option(
        '--directory <whose>',
        'people of its own, or members among those of the first tenant',
      ).choices(['own', 'common']),
      seats(),
      new Option('--tier <word>', 'a word of yours, such as the plan that was bought'),
    ],
    run: (options) =>
      withApp(options, async (by) => {
        const input = {
          directory: text(options, 'directory') === 'common' ? ('common' as const) : ('own' as const),
          seats: seatsIn(options),
          slug: text(options, 'slug') ?? '',
          name: text(options, 'name') ?? '',
          tier: text(options, 'tier'),
        }
        return shownTenant(await (await manage()).createTenant(by, input))
      }),
  })
  verb(noun, {
    name: 'list',
    summary: 'List tenants, by slug.',
    example: 'warder tenant list',
    options: [...listing(), new Option('--tier <word>', 'those of one tier')],
    run: (options) =>
      withApp(options, async (by) => {
        const cursor = text(options, 'cursor')
        const limit = Number(text(options, 'limit') ?? 50)
        const page = await (await manage()).listTenants(by, { limit, cursor, tier: text(options, 'tier') })
        const rows = page.items.map(({ slug, name, issuer, tier, suspended_at }) => [
          slug,
          name,
          issuer,
          tier,
          suspended_at,
        ])
        const more = page.next_cursor === null ? '' : `\nMore: --cursor ${page.next_cursor}`
        return { value: page, text: table(['slug', 'name', 'issuer', 'tier', 'suspended'], rows) + more }
      }),
  })
  verb(noun, {
    name: 'show <slug>',
    summary: 'Show a tenant.',
    example: 'warder tenant show acme',
    run: (options, [slug = '']) =>
      withApp(options, async (by) => shownTenant(await (await manage()).findTenant(by, slug))),
  })
  verb(noun, {
    name: 'suspend <slug>',
    summary:
      'Stop a tenant: nobody signs in, and its sessions, tokens and keys open nothing, until it is resumed.',
    example: 'warder tenant suspend acme --yes',
    asks: ([slug = '']) => `Stop the tenant ${slug}, with everybody and every program in it?`,
    run: (options, [slug = '']) =>
      withApp(options, async (by) => shownTenant(await (await manage()).suspendTenant(by, slug))),
  })
  verb(noun, {
    name: 'resume <slug>',
    summary: 'Let a suspended tenant go on.',
    example: 'warder tenant resume acme',
    run: (options, [slug = '']) =>
      withApp(options, async (by) => shownTenant(await (await manage()).resumeTenant(by, slug))),
  })
  verb(noun, {
    name: 'update <slug>',
    summary: 'Change what a tenant is called, its tier, or how its pages look.',
    example: 'warder tenant update acme --tier enterprise',
    options: [
      new Option('--name <name>', 'what people read'),
      new Option('--tier <word>', 'a word of yours, such as the plan that was bought'),
      new Option('--no-tier', 'it has none any more'),
      ...brandOptions(),
    ],
    run: (options, [slug = '']) =>
      withApp(options, async (by) => {
        const change = {
          name: text(options, 'name'),
          tier: options['tier'] === false ? null : text(options, 'tier'),
          brand: brandIn(options),
        }
        return shownTenant(await (await manage()).updateTenant(by, slug, defined(change)))
      }),
  })
  verb(noun, {
    name: 'delete <slug>',
    summary: 'Delete a tenant with everybody and everything in it. Its slug is never given out again.',
    example: 'warder tenant delete acme --yes',
    asks: ([slug = '']) =>
      `Delete the tenant ${slug}, with everybody and everything in it? This cannot be undone.`,
    run: (options, [slug = '']) =>
      withApp(options, async (by) => {
        const { deleteTenant } = await import('../../tenants/delete.ts')
        const gone = await deleteTenant(by, slug)
        return { value: gone, text: `The tenant ${slug} is deleted. The server erases what it had.` }
      }),
  })
  tenantAddressVerbs(noun)
  memberVerbs(noun)
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

const seats = () =>
  new Option('--seats <number>', 'how many members it may have').argParser((value: string) => {
    if (/^[1-9]\d{0,6}$/.test(value)) return value
    throw new InvalidArgumentError('It is a number of at least 1.')
  })

function seatsIn(options: Options): number | undefined {
  const given = text(options, 'seats')
  return given === undefined ? undefined : Number(given)
}
