import type { DetailType } from '@warder/protocol'
import { accept, refuse, type Kind } from './kind.ts'

/** A type of RFC 9396 §2 and the fields it has beside the common ones: `account`, `payment[amount+creditor]`. */
export const detailType: Kind<DetailType> = {
  label: 'type',
  parse(input) {
    const [, type, fields] = /^([A-Za-z0-9_.:/-]{1,200})(?:\[([A-Za-z0-9_.+-]{1,1000})\])?$/.exec(input) ?? []
    if (type === undefined)
      return refuse('is not a type of permissions', 'Write it like payment[amount+creditor]')
    return accept({ type, fields: fields?.split('+').filter(Boolean) ?? [] })
  },
}
