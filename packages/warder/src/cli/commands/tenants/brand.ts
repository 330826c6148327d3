import { Option } from 'commander'
import type { BrandChange } from '../../../tenants/brand.ts'
import type { TenantView } from '../../../tenants/manage.ts'
import { bytesNamed, defined } from '../../options.ts'
import { pairs, type Answer } from '../../output.ts'
import { text, type Options } from '../../verb.ts'

/** How the pages and mails of a tenant look; without these they look as those of the server. */
export const brandOptions = (): Option[] => [
  new Option('--brand-name <name>', 'what its pages and mails call it'),
  new Option('--no-brand-name', 'they call it what the server is called'),
  new Option('--color <color>', 'what the colours of its pages are made from, such as #0a7d55'),
  new Option('--no-color', 'its pages have the colours of the server'),
  new Option('--logo <file>', 'picture at the head of its pages: PNG, JPEG, WebP or GIF of at most 45 kB'),
  new Option('--no-logo', 'its pages have no picture of its own'),
]

/** What is to change, if anything. @throws CliError where the file cannot be read */
export function brandIn(options: Options): BrandChange | undefined {
  const given = (name: string) => (options[name] === false ? null : text(options, name))
  const file = given('logo')
  const change = defined({
    name: given('brandName'),
    color: given('color'),
    logo: typeof file === 'string' ? bytesNamed(file) : file,
  })
  return Object.keys(change).length > 0 ? change : undefined
}

/** A tenant as a person reads it. */
export function shownTenant(found: TenantView): Answer {
  const { brand, ...rest } = found
  const own = { 'brand name': brand.name, 'brand color': brand.color, 'brand logo': brand.logo }
  return { value: found, text: pairs(Object.entries({ ...rest, ...own })) }
}
