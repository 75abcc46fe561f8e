'use client';

import { useSyncExternalStore } from 'react';

export interface TimeProps {
  /** An instant with its zone, ISO 8601. */
  value: string;
  /** The zone it is told in, that of an account for instance; without one, UTC until the reader's own is known. */
  timeZone?: string;
  format?: 'time' | 'day' | 'full';
  /** Leaves the zone's name out, where the sentence has just said it. */
  hideZone?: boolean;
}

/** A moment as `<time>`: written in the given zone, which it names, with UTC and the reader's own time on demand. */
export function Time({ value, timeZone, format = 'full', hideZone = false }: TimeProps) {
  const viewerZone = useSyncExternalStore(subscribe, browserZone, serverZone);
  const zone = timeZone ?? viewerZone;
  const full = `${formatMoment(value, zone, 'full')} ${zone}`;
  const own = zone === viewerZone ? '' : `; ${formatMoment(value, viewerZone, 'full')} ${viewerZone}`;
  const title = `${full}${own}; ${formatMoment(value, 'UTC', 'full')} UTC`;
  return (
    <time dateTime={value} title={title} className="whitespace-nowrap">
      {formatMoment(value, zone, format)}
      {timeZone === undefined || hideZone ? null : <span className="text-muted"> ({cityOf(zone)})</span>}
    </time>
  );
}

/** "09:20", "Wed 25 Nov" or "Wed 25 Nov, 09:20" in a zone. */
export function formatMoment(value: string, timeZone: string, format: 'time' | 'day' | 'full'): string {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return 'not known';
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(date);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((entry) => entry.type === type)?.value ?? '';
  const day = `${part('weekday')} ${part('day')} ${part('month')}`;
  const time = `${part('hour')}:${part('minute')}`;
  if (format === 'time') return time;
  return format === 'day' ? day : `${day}, ${time}`;
}

/** A calendar date such as 2026-12-02 as "Wed 2 Dec"; null stays null. */
export function dateWords(date: string | null): string | null {
  return date === null ? null : formatMoment(`${date}T12:00:00Z`, 'UTC', 'day');
}

const cityOf = (zone: string) => zone.split('/').at(-1)?.replaceAll('_', ' ') ?? zone;
const subscribe = () => () => undefined;
const browserZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
const serverZone = () => 'UTC';
