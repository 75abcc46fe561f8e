/** Countries whose connection can be chosen, by ISO code; the proxy of a connection must be where its owner works. */
const CODES =
  'AE AR AT AU BE BG BR CA CH CL CO CY CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IS IT JP KE KR LT LU LV MA MT MX MY NG NL NO NP NZ PE PH PK PL PT RO RS SA SE SG SI SK TH TR TW UA US UY VN ZA'.split(
    ' ',
  );

export interface Country {
  code: string;
  name: string;
}

/** Code and English name, by name. For the server alone: a browser has other names for some, and another order. */
export function countries(): Country[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region' });
  return CODES.map((code) => ({ code, name: names.of(code) ?? code })).sort((a, b) =>
    a.name.localeCompare(b.name, 'en'),
  );
}
