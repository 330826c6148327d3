/**
 * An adapter of oidc-provider on Redis, as its documentation describes one: what is consumed more than once is a hash with
 * `consumed`, everything expires by itself, and a grant knows its tokens.
 */
import { createClient } from '@redis/client'

const consumable = new Set([
  'AuthorizationCode',
  'RefreshToken',
  'DeviceCode',
  'BackchannelAuthenticationRequest',
])
const grantable = new Set(['AccessToken', ...consumable])

export async function redisAdapter(url) {
  const redis = await createClient({ url }).connect()
  const grantKey = (id) => `grant:${id}`

  return class RedisAdapter {
    constructor(name) {
      this.name = name
    }

    key(id) {
      return `${this.name}:${id}`
    }

    async upsert(id, payload, expiresIn) {
      const key = this.key(id)
      const text = JSON.stringify(payload)
      const multi = redis.multi()
      if (consumable.has(this.name)) multi.hSet(key, { payload: text })
      else multi.set(key, text)
      if (expiresIn) multi.expire(key, expiresIn)
      if (grantable.has(this.name) && payload.grantId) {
        multi.rPush(grantKey(payload.grantId), key)
        if (expiresIn) multi.expire(grantKey(payload.grantId), expiresIn, 'GT')
      }
      await multi.exec()
    }

    async find(id) {
      if (!consumable.has(this.name)) {
        const text = await redis.get(this.key(id))
        return text ? JSON.parse(text) : undefined
      }
      const { payload, ...rest } = await redis.hGetAll(this.key(id))
      return payload ? { ...rest, ...JSON.parse(payload) } : undefined
    }

    async findByUid() {
      return undefined
    }

    async findByUserCode() {
      return undefined
    }

    async consume(id) {
      await redis.hSet(this.key(id), 'consumed', Math.floor(Date.now() / 1000))
    }

    async destroy(id) {
      await redis.del(this.key(id))
    }

    async revokeByGrantId(grantId) {
      const keys = await redis.lRange(grantKey(grantId), 0, -1)
      await redis.del([...keys, grantKey(grantId)])
    }
  }
}
