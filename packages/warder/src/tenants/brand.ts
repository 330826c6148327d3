import { Problem } from '@warder/protocol'
import { logoOf, type Logo } from '../brand/logo.ts'
import { isColour } from '../config/kinds/kind.ts'
import type { TenantRow } from '../store/tenants.ts'

/** What is to be of its own, and with null what is no longer. A logo is a file, or one as a `data:` address. */
export type BrandChange = {
  name?: string | null | undefined
  color?: string | null | undefined
  logo?: Uint8Array | string | null | undefined
}

type Checked = {
  set: Partial<Pick<TenantRow, 'brand_name' | 'brand_color' | 'logo_id'>>
  /** The picture itself; undefined where it stays as it is. */
  logo: { id: string; type: string; content: string } | null | undefined
}

/** The columns of a change. @throws Problem `invalid_input` */
export function checkedBrand({ name, color, logo }: BrandChange): Checked {
  const picture = logo === undefined || logo === null ? logo : checkedLogo(logo)
  return {
    set: {
      ...(name !== undefined && { brand_name: name === null ? null : checkedName(name) }),
      ...(color !== undefined && { brand_color: color === null ? null : checkedColour(color) }),
      ...(picture !== undefined && { logo_id: picture === null ? null : picture.id }),
    },
    logo: picture && { ...picture, content: Buffer.from(picture.content).toString('base64') },
  }
}

function checkedName(text: string): string {
  const name = text.normalize('NFC').trim()
  if (name === '' || name.length > 60 || /[\p{Cc}\p{Cf}\u2028\u2029]/u.test(name))
    throw invalid('/brand/name', 'The name on pages is one line of 1 to 60 characters.')
  return name
}

function checkedColour(text: string): string {
  if (isColour(text)) return text.toLowerCase()
  throw invalid('/brand/color', 'A colour is written with six digits, like #0a7d55.')
}

function checkedLogo(given: Uint8Array | string): Logo {
  const logo = logoOf(typeof given === 'string' ? contentOf(given) : given)
  if ('problem' in logo) throw invalid('/brand/logo', `The logo ${logo.problem}.`)
  return logo
}

/** RFC 2397 §2, of pictures alone. What kind of picture it says it is counts for nothing. */
function contentOf(address: string): Uint8Array {
  const [, data] = /^data:image\/[a-z+.-]{1,40};base64,([A-Za-z0-9+/]+={0,2})$/.exec(address) ?? []
  if (data === undefined)
    throw invalid('/brand/logo', 'A logo is sent as data:image/png;base64, and the file in base64.')
  return Buffer.from(data, 'base64')
}

const invalid = (pointer: string, detail: string) =>
  new Problem('invalid_input', { detail, errors: [{ pointer, detail }] })
