import { applyProviderEvent } from './apply-provider-event';
import { enrolCampaign } from './enrol-campaign';
import { findStaleInvitations } from './find-stale-invitations';
import { importAudience } from './import-audience';
import { openSendingDay } from './open-sending-day';
import { reopenSendingDay } from './reopen-sending-day';
import { runSendingDay } from './run-sending-day';
import {
  compareInstallationJob,
  pollRelationsJob,
  reconcileUnknownJob,
  sweepAudiencesJob,
  sweepEventsJob,
  sweepReservationsJob,
  wakeEnrolmentsJob,
} from './sweepers';
import { withdrawStaleInvitations } from './withdraw-stale-invitations';

/** Every function of the engine, made on the first request, when the settings are there. */
export const allFunctions = () => [
  openSendingDay(),
  reopenSendingDay(),
  runSendingDay(),
  applyProviderEvent(),
  enrolCampaign(),
  importAudience(),
  sweepReservationsJob(),
  sweepEventsJob(),
  sweepAudiencesJob(),
  wakeEnrolmentsJob(),
  reconcileUnknownJob(),
  pollRelationsJob(),
  compareInstallationJob(),
  findStaleInvitations(),
  withdrawStaleInvitations(),
];
