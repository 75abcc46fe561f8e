import pino from 'pino';
import { env } from './env';

let root: pino.Logger | undefined;

/** The process's logger. Names, message bodies and secrets never go into it; the paths below are a last net. */
export function logger(): pino.Logger {
  root ??= pino({
    level: env().LOG_LEVEL,
    redact: ['*.text', '*.body', '*.note', '*.password', '*.authorization', '*.email', '*.name', 'headers.*'],
  });
  return root;
}
