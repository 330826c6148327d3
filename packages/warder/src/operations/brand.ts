import { paletteSheet } from '../brand/palette.ts'
import { after } from '../after.ts'
import type { Handler } from '../http/router.ts'
import * as logos from '../store/tenants/logos.ts'
import { forEver, once } from './assets.ts'
import { notHere } from './here.ts'

/** GET /assets/brand/:colours: the two numbers of a brand, which are its name. Anybody may ask for any: it is made of nothing else. */
export const colours: Handler<null> = ({ params }) => {
  const palette = paletteSheet.read(params['colours'] ?? '')
  if (!palette) return notHere()
  const headers = { ...forEver, 'content-type': 'text/css; charset=utf-8' }
  return { status: 200, headers, body: paletteSheet.css(palette) }
}

/** GET /assets/logo/:id: a picture by the name of its content, so that of which tenant it is makes no difference. */
export const picture: Handler<null> = ({ app, params }) => {
  const id = params['id'] ?? ''
  if (app.logo?.id === id) return shown(app.logo.type, app.logo.content)
  if (!/^[\w-]{22}$/.test(id)) return notHere()
  return after(logos.find(app.db, id), (logo) => {
    if (!logo) return notHere()
    return shown(logo.type, Buffer.from(logo.content, 'base64'))
  })
}

const shown = (type: string, content: Uint8Array) => ({
  status: 200,
  headers: { ...forEver, 'content-type': type, 'content-length': String(content.length) },
  body: once(content),
})
