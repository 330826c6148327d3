import type { Row } from '../table.ts'

/** What pages load, which is for everybody to see. What a path names is nothing here. */
// oxfmt-ignore
export const assetRows: Record<string, Row> = {
  'GET /assets/warder.css':                         ['anyone',                  '200'],
  'GET /assets/brand/:colours':                     ['anyone',                  '404'],
  'GET /assets/logo/:id':                           ['anyone',                  '404'],
  'GET /assets/passkeys.js':                        ['anyone',                  '200'],
  'GET /assets/challenge.js':                       ['anyone',                  '200'],
  'GET /assets/back.js':                            ['anyone',                  '200'],
}
