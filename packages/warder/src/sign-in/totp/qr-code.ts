/** A QR code as an SVG of its own, dark on light in every theme, with the quiet zone that scanners need (ISO/IEC 18004). */
export async function qrCode(text: string): Promise<string> {
  const { encode } = await import('uqr')
  const { data, size } = encode(text, { border: 4 })
  // Each run of dark modules in a row is one rectangle, which makes a quarter of what single modules would.
  const runs = data.flatMap((row, y) => {
    const line = row.map((dark) => (dark ? '1' : '0')).join('')
    return [...line.matchAll(/1+/g)].map(
      ({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`,
    )
  })
  const path = `<path d="${runs.join('')}"/>`
  const ground = `<path fill="#fff" d="M0 0h${size}v${size}H0z"/>`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="${size * 5}" height="${size * 5}" shape-rendering="crispEdges">${ground}${path}</svg>`
}

/** The same as an address that an `img` shows; it holds no quote that could end one. */
export async function qrCodeUri(text: string): Promise<string> {
  return `data:image/svg+xml;base64,${Buffer.from(await qrCode(text)).toString('base64')}`
}
