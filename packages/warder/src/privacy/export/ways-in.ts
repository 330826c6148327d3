import type { Row } from '../../store/privacy/personal-rows.ts'

/** What each method tells besides: never what proves it. `data` is JSON, but for a password. */
const more: Readonly<Record<string, (lookup: string, data: () => Row) => Row>> = {
  phone: (number, data) => ({ number, signs_in: data()['sign_in'] }),
  passkey: (_, data) => {
    const { transports, aaguid, backed_up, discoverable } = data()
    return { transports, aaguid, backed_up, discoverable }
  },
  // An issuer is an address, and has no space.
  identity: (lookup, data) => {
    const { provider, label } = data()
    const [issuer, ...subject] = lookup.split(' ')
    return { provider, label, issuer, subject: subject.join(' ') }
  },
}

/** A way in as its person may see it: that it is there, and no secret of it. */
export function shownWay({ lookup, data, ...row }: Row): Row {
  const tell = more[String(row['method'])]
  if (!tell) return row
  return { ...row, ...tell(String(lookup), () => JSON.parse(String(data)) as Row) } // written by the method itself
}
