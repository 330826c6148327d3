import type { Db } from './open.ts'

export async function findBySlug(db: Db, slug: string) {
  return db.selectFrom('tenant').selectAll().where('slug', '=', slug).executeTakeFirst()
}
