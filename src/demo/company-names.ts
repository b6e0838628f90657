const BEGINNINGS = 'Alder Bramble Cinder Dun Elm Fern Glim Hazel Iron Juniper Kestrel Lark'.split(' ');
const ENDINGS = 'moor wick fallow gate brook thorpe stead haven ridge mere weald'.split(' ');
const INDUSTRIES = [
  ['Logistics', 'logistics'],
  ['Labs', 'software'],
  ['Health', 'healthcare'],
  ['Studios', 'media'],
  ['Foods', 'retail'],
  ['Energy', 'energy'],
  ['Legal', 'professional services'],
  ['Robotics', 'manufacturing'],
  ['Learning', 'education'],
] as const;

export interface CompanyName {
  readonly accountId: string;
  readonly name: string;
  readonly domain: string;
  readonly industry: string;
}

/** The `index`-th of 132 different invented companies; neighbours in the list share neither beginning nor ending. */
export function companyName(index: number): CompanyName {
  const stem = `${BEGINNINGS[index % BEGINNINGS.length]}${ENDINGS[index % ENDINGS.length]}`;
  const [word, industry] = INDUSTRIES[index % INDUSTRIES.length] ?? INDUSTRIES[0];
  const accountId = `${stem}-${word}`.toLowerCase();
  return { accountId, name: `${stem} ${word}`, domain: `${accountId}.example`, industry };
}
