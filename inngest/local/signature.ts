import { createHmac, timingSafeEqual } from 'node:crypto';

const WINDOW_S = 300;

/** The signature header of a body at a moment of wall time: `t=<seconds>&s=<hex>`. */
export function sign(body: string, key: string, nowMs: number): string {
  const t = Math.floor(nowMs / 1_000);
  return `t=${t}&s=${digest(body, t, key)}`;
}

/** Whether a header signs this body, at most five minutes ago or ahead. */
export function isSigned(body: string, header: string | null, key: string, nowMs: number): boolean {
  const match = /^t=(\d+)&s=([0-9a-f]{64})$/.exec(header ?? '');
  if (match === null) return false;
  const t = Number(match[1]);
  if (Math.abs(nowMs / 1_000 - t) > WINDOW_S) return false;
  return timingSafeEqual(Buffer.from(match[2] ?? '', 'hex'), Buffer.from(digest(body, t, key), 'hex'));
}

function digest(body: string, t: number, key: string): string {
  return createHmac('sha256', key.replace(/^signkey-\w+-/, ''))
    .update(body)
    .update(String(t))
    .digest('hex');
}
