import { answer } from '../../account/frame.ts'
import {
  deleteServiceAccountPage,
  serviceAccountPage,
  serviceAccountsPage,
  type ServiceAccountRow,
} from '../../pages/console/programs/service-accounts.ts'
import { ask, ofId } from '../ask.ts'
import { consoleFrame, doing, listing, withWrong, type Again } from '../frame.ts'
import type { ConsoleCall } from '../guard.ts'
import type { Handler } from '../row.ts'

export const list = listing<ServiceAccountRow>(serviceAccountsPage)

const found = async (call: ConsoleCall): Promise<ServiceAccountRow> =>
  (await ask<ServiceAccountRow>(call, 'GET /api/admin/service-accounts/:id', ofId(call))).value

const one: Again = async (call, wrong) =>
  answer(call, serviceAccountPage({ ...withWrong(call, wrong), account: await found(call) }), wrong?.status)
export const show: Handler = (call) => one(call)

export const confirmRemoval: Handler = async (call) =>
  answer(call, deleteServiceAccountPage({ ...consoleFrame(call), account: await found(call) }))
export const remove = doing({
  asked: ofId,
  to: () => '/console/service-accounts',
  outcome: 'deleted',
  again: one,
})
