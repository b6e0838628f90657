/** What a word, or a few together, say in a question about several accounts. */
export type Tag =
  | 'mine'
  | 'seats'
  | 'drop'
  | 'rise'
  | 'renew'
  | 'by_role'
  | 'by_department'
  | 'bottom'
  | 'risk'
  | 'expansion'
  | 'movers'
  | 'portfolio'
  | 'metrics'
  | 'cohorts'
  | 'by_month'
  | 'by_industry'
  | 'by_size'
  | 'by_plan'
  | 'snoozed'
  | 'outreach'
  | 'deliveries'
  | 'settings'
  | 'doctor'
  | 'details'
  | 'today'
  | 'changed'
  | 'help'
  | 'health'
  | 'more_than'
  | 'points'
  | 'past'
  | 'next'
  | 'this'
  | 'day'
  | 'week'
  | 'month'
  | 'quarter'
  | 'year';

const WORDS: Readonly<Record<Tag, string>> = {
  mine: 'my|mine|i own|i manage|i look after|i am responsible for|assigned to me|owned by me',
  seats:
    'seat|seats|utilization|utilisation|usage|licenses|licences|dormant|unused|shelfware|under used|underused|underutilized',
  drop: 'drop|drops|dropped|dropping|fall|falls|fell|fallen|falling|lost|lose|losing|decline|declined|declining|decrease|decreased|went down|gone down|down',
  rise: 'rise|rises|rose|risen|improved|improving|went up|gone up',
  renew:
    'renew|renews|renewing|renewal|renewals|up for renewal|expire|expires|expiring|contracts end|contract ends|contract end',
  by_role: 'by role|by roles|per role',
  by_department: 'by department|by departments|per department',
  bottom: 'bottom|worst|lowest|weakest|unhealthiest|least healthy|lowest scores|lowest score',
  risk: 'at risk|risk|risks|risky|in trouble|in danger|critical|red|burning|needs attention|need attention|needs help|need help',
  expansion:
    'expansion|expansions|expand|upsell|upsells|upselling|at the ceiling|at ceiling|need more seats|needs more seats|expansion opportunities|growth opportunities',
  movers: 'mover|movers|moved|moved most|moved the most|changed most|changed the most|biggest changes',
  portfolio: 'portfolio|book|whole portfolio',
  metrics:
    'nrr|grr|mrr|arr|arpa|arpu|churn|retention|revenue|net revenue retention|gross revenue retention|net retention|gross retention|logo retention|recurring revenue',
  cohorts: 'cohort|cohorts',
  by_month: 'by month|by month of first payment',
  by_industry: 'by industry|by industries|by sector',
  by_size: 'by size|by company size',
  by_plan: 'by plan|by plans',
  snoozed: 'snoozed|snoozes|quiet alerts',
  outreach: 'outreach|mails sent|emails sent|mails were sent|emails were sent',
  deliveries: 'deliveries|delivery|what was posted|was posted',
  settings: 'settings|preferences',
  doctor: 'doctor|installation|diagnostics',
  details: 'details|reasons',
  today: 'today|digest|what is new|what is up|summary|overview|happening|are things|are we doing|today looks',
  changed: 'what changed|what has changed|what happened|what is different',
  help: 'help|commands|what can you do|what can i ask|how do you work|how does this work|what do you do',
  health: 'health|healthy|score|scores',
  more_than: 'more than|over|at least|greater than|>',
  points: 'points|point|percent|percentage points|pp|pts|%',
  past: 'last|past|previous',
  next: 'next|coming|upcoming|following|within',
  this: 'this|current',
  day: 'day|days|d',
  week: 'week|weeks|w',
  month: 'month|months',
  quarter: 'quarter|quarters',
  year: 'year|years',
};

/** Words that say nothing more where everything else was understood. */
const GLUE = new Set(
  (
    'who|what|which|where|when|how|is|are|am|do|does|did|has|have|had|was|were|be|been|the|a|an|of|for|to|on|at|by|with|and|' +
    'that|than|all|any|every|each|me|us|we|i|our|there|accounts|account|customers|customer|clients|client|companies|list|' +
    'current|currently|now|up|coming|going|doing|their|its|whose|from|in|right|should|look|looking|about|report|reports|' +
    'numbers|people|contact|call|worry|most|lately|recently|biggest|it|as|so|far|ones|contracts|were|much|still|team|owned|managed|assigned|alerts|alert'
  ).split('|'),
);

const BY_LENGTH: readonly ReadonlyMap<string, Tag>[] = [5, 4, 3, 2, 1].map(
  (length) =>
    new Map(
      (Object.entries(WORDS) as [Tag, string][]).flatMap(([tag, words]) =>
        words.split('|').flatMap((one) => (one.split(' ').length === length ? [[one, tag] as const] : [])),
      ),
    ),
);

/** The tag of the longest known words at a place and how many they are; null where the next word is no known one. */
export function tagAt(words: readonly string[], at: number): { readonly tag: Tag; readonly length: number } | null {
  for (const [index, known] of BY_LENGTH.entries()) {
    const length = BY_LENGTH.length - index;
    const tag = at + length <= words.length ? known.get(words.slice(at, at + length).join(' ')) : undefined;
    if (tag !== undefined) return { tag, length };
  }
  return null;
}

export function isGlue(word: string): boolean {
  return GLUE.has(word);
}
