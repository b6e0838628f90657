/** Why a link was paused by itself, after "paused". */
export const PAUSED_FOR = {
  rights: 'because its publisher may not ask any more',
  money: 'because its publisher may not see amounts any more',
} as const;
