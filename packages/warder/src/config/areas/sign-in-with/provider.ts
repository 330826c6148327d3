import type { KeyObject } from 'node:crypto'

/** Where else people have an account that signs them in here: see docs/sign-in-with-others.md. */
export type SignInProvider = {
  /** In addresses: `/auth/oauth/{name}`. */
  name: string
  /** On buttons. */
  title: string
  /** Who we are there. */
  client_id: string
  /** Programs of ours on devices, which are told apart there. */
  native_client_ids: string[]
} & (
  | {
      kind: 'openid'
      issuer: string
      /** Undefined for a public client. */
      client_secret: string | undefined
      /** Of organisations that run their mail at Google (`hd`); none is everybody. */
      domains: string[]
    }
  | {
      kind: 'microsoft'
      /** Of the cloud: the public one, or a national one. */
      authority: string
      client_secret: string
      /** By their ids; `organizations` stands for every one, and `common` for private people too. */
      tenants: string[]
    }
  | { kind: 'apple'; issuer: string; team_id: string; key_id: string; private_key: KeyObject }
  /** `origin` is that of GitHub Enterprise where it is not github.com. */
  | { kind: 'github'; origin: string; client_secret: string }
)
