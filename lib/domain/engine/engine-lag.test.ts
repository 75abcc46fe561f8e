import { expect, test } from 'vitest';
import { engineLagS } from './engine-lag';

const appNow = new Date('2026-03-04T09:00:00Z');
const wallNow = new Date('2026-11-27T00:00:00Z');
const ago = (now: Date, s: number) => new Date(now.getTime() - s * 1_000);

test('nothing that waits is no lag', () => {
  expect(engineLagS({ dueAt: null, queuedAt: null }, { appNow, wallNow, speed: 1 })).toBe(0);
  expect(engineLagS({ dueAt: ago(appNow, -60), queuedAt: null }, { appNow, wallNow, speed: 1 })).toBe(0);
});

test('the older of the two counts, and app time counts as the wall time that it took', () => {
  expect(engineLagS({ dueAt: ago(appNow, 40), queuedAt: ago(wallNow, 7) }, { appNow, wallNow, speed: 1 })).toBe(40);
  expect(engineLagS({ dueAt: ago(appNow, 600), queuedAt: null }, { appNow, wallNow, speed: 300 })).toBe(2);
  expect(engineLagS({ dueAt: ago(appNow, 600), queuedAt: ago(wallNow, 7) }, { appNow, wallNow, speed: 300 })).toBe(7);
});
