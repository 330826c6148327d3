import type { Config } from '../config/config.ts'
import { logoPath, type Logo } from './logo.ts'
import { paletteOf, type Palette } from './palette.ts'

/** Whose pages and mails these are, as people see it. */
export type Brand = {
  name: string
  palette?: Palette | undefined
  /** Where the picture is, on the host of the page. */
  logo?: string | undefined
}

/** What a tenant has of its own; null for what it has not. */
export type OwnBrand = { name: string | null; colour: string | null; logo: string | null }

/** The server: what its settings say, and the picture that they name. */
type Served = { config: Pick<Config, 'brand'>; logo?: Logo }

/** The brand of a tenant: its own, and for what it has not, the server's. A name of its own is never beside another's picture. */
export function brandOf({ config, logo }: Served, { brand: own }: { brand: OwnBrand }): Brand {
  const colour = own.colour ?? config.brand.color
  const picture = own.logo ?? (own.name === null ? logo?.id : undefined)
  return {
    name: own.name ?? config.brand.name,
    ...(colour !== undefined && { palette: paletteOf(colour) }),
    ...(picture !== undefined && { logo: logoPath(picture) }),
  }
}
