/**
 * Whether a reply asks not to be written to again: a short message that says so and nothing else, or a clear phrase
 * anywhere (English, German, French, Spanish, Italian, Dutch). Doubtful words count as a plain reply, which stops too.
 */
export function isOptOut(text: string): boolean {
  const plain = text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
  if (WHOLE.has(plain)) return true;
  return PHRASES.some((phrase) => ` ${plain} `.includes(` ${phrase} `));
}

const WHOLE = new Set([
  'stop',
  'no',
  'no thanks',
  'no thank you',
  'not interested',
  'unsubscribe',
  'remove',
  'nein',
  'nein danke',
  'kein interesse',
  'non merci',
  'pas interesse',
  'no gracias',
  'no grazie',
  'nee bedankt',
  'geen interesse',
]);

const PHRASES = [
  'unsubscribe me',
  'remove me',
  'take me off',
  'stop messaging me',
  'stop contacting me',
  'stop writing',
  'do not contact me',
  'dont contact me',
  'do not message me',
  'dont message me',
  'not interested please',
  'im not interested',
  'i am not interested',
  'no thanks please',
  'kein interesse',
  'keine nachrichten mehr',
  'nicht mehr kontaktieren',
  'nicht mehr schreiben',
  'ne me contactez plus',
  'pas interesse',
  'plus de messages',
  'no me escribas',
  'no me contactes',
  'no estoy interesado',
  'no estoy interesada',
  'non mi contatti',
  'non sono interessato',
  'non sono interessata',
  'niet geinteresseerd',
  'geen interesse',
];
