import type { StoredRecord } from '@warder/outbound'

/** Characters. Whoever sees what is taken out could find a shorter one by guessing. */
const shortest = 16

const put = '[hidden]'

/** Where a secret is in a record. */
const names = ['access_token', 'refresh_token', 'key', 'password']

/** Takes what opens a service out of what that service answers. */
export type Hide = { text: (text: string) => string; bytes: (bytes: Buffer) => Buffer }

/**
 * Some APIs repeat what they were called with, in a page of errors or in the address of the next page: whoever may call them
 * has not for that reason the secret. Only what is repeated word for word is found.
 *
 * @param records of the connection
 * @param sent how it was said in the request, where that is not word for word: RFC 7617 §2 puts two of them into one
 */
export function hiding(records: readonly (StoredRecord | undefined)[], sent: readonly string[]): Hide {
  const texts = [...records.flatMap((record) => names.map((name) => record?.data[name])), ...sent]
  const secrets = texts.flatMap((secret) =>
    typeof secret === 'string' && secret.length >= shortest ? [secret, encodeURIComponent(secret)] : [],
  )
  const text = (given: string) => secrets.reduce((left, secret) => left.replaceAll(secret, put), given)
  return {
    text,
    bytes: (bytes) => {
      if (!secrets.some((secret) => bytes.includes(secret))) return bytes
      // Every byte is a letter of this encoding, so that what is no text stays as it is.
      return Buffer.from(text(bytes.toString('latin1')), 'latin1')
    },
  }
}
