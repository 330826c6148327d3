import * as z from 'zod'
import type { MemberView } from '../../../../packages/warder/src/members/manage.ts'
import type { DomainView } from '../../../../packages/warder/src/tenants/domains/manage.ts'
import type { TenantView } from '../../../../packages/warder/src/tenants/manage.ts'
import type { InvitationView } from '../../../../packages/warder/src/users/invite/invite.ts'
import { moment } from './parts.ts'

const roles = z.array(z.string())

/** What `/api/admin/tenants` answers, and below it. */
export const organisationSchemas = {
  Tenant: z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    issuer: z.string(),
    tier: z.string().nullable(),
    directory: z.enum(['common', 'own']),
    seats: z.number().int().nullable(),
    brand: z.object({
      name: z.string().nullable(),
      color: z.string().nullable(),
      logo: z.string().nullable(),
    }),
    second_factor_required: z.boolean(),
    suspended_at: moment.nullable(),
    created_at: moment,
  }) satisfies z.ZodType<TenantView>,
  Member: z.object({
    user_id: z.string(),
    email: z.string(),
    full_name: z.string(),
    roles,
    created_at: moment,
  }) satisfies z.ZodType<MemberView>,
  Invitation: z.object({
    id: z.string(),
    email: z.string(),
    roles,
    created_at: moment,
    expires_at: moment,
  }) satisfies z.ZodType<InvitationView>,
  Domain: z.object({
    id: z.string(),
    name: z.string(),
    record: z.object({ name: z.string(), text: z.string() }),
    created_at: moment,
    verified_at: moment.nullable(),
    seen_at: moment.nullable(),
    expires_at: moment.nullable(),
  }) satisfies z.ZodType<DomainView>,
} as const
