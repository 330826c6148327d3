import type { Amr } from '../method.ts'

/** What the row of a passkey keeps. */
export type Kept = {
  /** By which authenticators tell accounts apart: 32 random bytes in base64url, the same for every passkey of a person. */
  user_handle: string
  /** SPKI in base64url, and its COSE algorithm. */
  public_key: string
  alg: number
  sign_count: number
  transports: string[]
  /** The model of what keeps it, by its own word. */
  aaguid: string
  backup_eligible: boolean
  backed_up: boolean
  /** Whether it is found without being named, and so signs in by itself. Otherwise it is a second step after a password. */
  discoverable: boolean
}

export function keep(kept: Kept): string {
  return JSON.stringify(kept)
}

export function keptOf({ data }: { data: string }): Kept {
  return JSON.parse(data) as Kept // written by `keep`
}

/** RFC 8176 §2: a key that may be copied is kept by software, one that may not by hardware; and whether somebody opened it. */
export function amrOf({ backup_eligible }: Pick<Kept, 'backup_eligible'>, user_verified: boolean): Amr[] {
  return [backup_eligible ? 'swk' : 'hwk', ...(user_verified ? (['user'] as const) : [])]
}
