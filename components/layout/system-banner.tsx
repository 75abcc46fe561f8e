'use client';

import { SafetyBanner } from './safety-banner';
import { useHealth } from './use-health';

/** The fail-closed look on every page, for as long as the server says that it cannot send safely, or says nothing at all. */
export function SystemBanner() {
  const { outage = null, since = null } = useHealth().data ?? {};
  return outage === null ? null : <SafetyBanner what={outage} since={since} />;
}
