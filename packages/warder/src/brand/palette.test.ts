import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isColour } from '../config/kinds/kind.ts'
import { buttonColour, paletteOf, paletteSheet, usualPalette } from './palette.ts'

// oxfmt-ignore
const known: [colour: string, hue: number, chroma: number][] = [
  ['#285cc2', 262, 170],
  ['#ff0000', 29,  190],
  ['#0a7d55', 161, 113],
  ['#808080', 90,  0],
  ['#000000', 0,   0],
]
for (const [colour, hue, chroma] of known) {
  test(`CSS Color 4 §9.4 ${colour} has the hue ${hue} and the chroma ${chroma}`, () => {
    const palette = paletteOf(colour)
    assert.ok(Math.abs(palette.chroma - chroma) <= 2, JSON.stringify(palette))
    if (chroma > 0) assert.ok(Math.abs(palette.hue - hue) <= 1, JSON.stringify(palette))
  })
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

test('WCAG 1.4.3 white can be read on the button of every brand', () => {
  let least = Infinity
  for (let hue = 0; hue < 360; hue++)
    for (const chroma of [0, 60, 120, 190])
      least = Math.min(least, 1.05 / (luminance(buttonColour({ hue, chroma })) + 0.05))
  assert.ok(least >= 4.8, `${least}`)
})

test('a colour that is as light as a button stays what it was, but for what eight bits cannot say', () => {
  for (const colour of ['#285cc2', '#00733f', '#9e3500']) {
    const again = buttonColour(paletteOf(colour))
    for (const at of [1, 3, 5]) {
      const [one, other] = [colour, again].map((text) => Number.parseInt(text.slice(at, at + 2), 16))
      assert.ok(Math.abs((one ?? 0) - (other ?? 0)) <= 16, `${colour} became ${again}`)
    }
  }
})

test('the usual palette is that of the stylesheet', async () => {
  const { stylesheet } = await import('../pages/stylesheet.ts')
  assert.ok(stylesheet.css.includes(`--hue: ${usualPalette.hue}`))
  assert.ok(stylesheet.css.includes(`--chroma: ${usualPalette.chroma / 1000}`))
})

// oxfmt-ignore
const names: [name: string, is: boolean][] = [
  ['0-0.css', true], ['359-190.css', true], ['262-170.css', true],
  ['360-0.css', false], ['0-191.css', false], ['00-1.css', false], ['1-1', false], ['1-1.css;}', false], ['-1-1.css', false], ['', false],
]
for (const [name, is] of names) {
  test(`${name || 'nothing'} ${is ? 'says' : 'does not say'} a palette`, () => {
    const palette = paletteSheet.read(name)
    assert.equal(palette !== undefined, is)
    if (palette) assert.equal(paletteSheet.path(palette), `/assets/brand/${name}`)
  })
}

test('a colour is written with six digits', () => {
  assert.ok(isColour('#0A7d55'))
  for (const no of ['0a7d55', '#0a7', '#0a7d5g', 'red', '#0a7d55;', '']) assert.ok(!isColour(no), no)
})
