/**
 * What every colour of a page comes from, in OKLCH (CSS Color Module Level 4 §9.4): a hue in degrees, and how colourful it is, in
 * thousandths. How light each part of a page is stays as it was designed, so that whatever somebody chooses can be read.
 */
export type Palette = { hue: number; chroma: number }

/** Warder's own, as the stylesheet has it. */
export const usualPalette: Palette = { hue: 262, chroma: 170 }

/** What is more colourful than that is out of reach for most screens. */
const mostColourful = 190

/** The hue of a colour, and how colourful it is. How light it is says nothing here. */
export function paletteOf(colour: string): Palette {
  const { a, b } = labOf(linearOf(colour))
  const chroma = Math.min(Math.round(Math.hypot(a, b) * 1000), mostColourful)
  const hue = Math.round((Math.atan2(b, a) * 180) / Math.PI)
  return { hue: (hue + 360) % 360, chroma }
}

/** The colour of buttons, where `oklch()` is understood by few, as in mail. White on it has a contrast of more than five. */
export function buttonColour({ hue, chroma }: Palette): string {
  const angle = (hue * Math.PI) / 180
  // What no screen shows becomes less colourful, and stays as light: so CSS Color Module Level 4 §13.2 has it.
  for (let c = chroma / 1000; ; c -= 0.005) {
    const rgb = rgbOf({ light: 0.5, a: c * Math.cos(angle), b: c * Math.sin(angle) })
    if (c <= 0 || rgb.every((part) => part >= -0.0001 && part <= 1.0001)) return hexOf(rgb)
  }
}

/** A stylesheet beside that of all pages, which it changes two numbers of. Its name says them, so it may be kept for ever. */
export const paletteSheet = {
  route: '/assets/brand/:colours',
  path: ({ hue, chroma }: Palette): string => `/assets/brand/${hue}-${chroma}.css`,
  /** The palette that a name says; undefined where it says none. */
  read(name: string): Palette | undefined {
    const [, hue, chroma] = /^(0|[1-9]\d{0,2})-(0|[1-9]\d{0,2})\.css$/.exec(name) ?? []
    const palette = { hue: Number(hue), chroma: Number(chroma) }
    return palette.hue < 360 && palette.chroma <= mostColourful ? palette : undefined
  },
  css: ({ hue, chroma }: Palette): string => `:root{--hue:${hue};--chroma:${chroma / 1000}}`,
} as const

type Lab = { light: number; a: number; b: number }
type Rgb = readonly [red: number, green: number, blue: number]

/** CSS Color Module Level 4 §10.2: the light of each part, of sRGB. */
function linearOf(colour: string): Rgb {
  const part = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [part(1), part(3), part(5)]
}

function hexOf(linear: Rgb): string {
  const parts = linear.map((light) => {
    const value = light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055
    return Math.round(Math.min(Math.max(value, 0), 1) * 255)
      .toString(16)
      .padStart(2, '0')
  })
  return `#${parts.join('')}`
}

/** To OKLab; the numbers are those of the standard, §9.2 there. */
function labOf([red, green, blue]: Rgb): Lab {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return {
    light: 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    a: 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    b: 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  }
}

/** And back. */
function rgbOf({ light, a, b }: Lab): Rgb {
  const l = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (light - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]
}
