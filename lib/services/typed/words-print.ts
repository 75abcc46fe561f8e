import { hmac } from '../../platform/secrets';

/** What is kept of words written by hand: a keyed hash by which the same words are known again, whatever their line ends. */
export function wordsPrint(encryptionKey: string, text: string): string {
  return hmac(encryptionKey, text.replaceAll(/\r\n?/g, '\n').trim());
}
