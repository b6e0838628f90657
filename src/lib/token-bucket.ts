export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/**
 * A token bucket per key.
 * @returns a function that takes `count` tokens and resolves to 0, or to the seconds after which to try again.
 */
export function tokenBuckets(rate: Rate, now: () => Date): (key: string, count: number) => number {
  const buckets = new Map<string, { tokens: number; at: number }>();
  return (key, count) => {
    const at = now().getTime();
    const bucket = buckets.get(key) ?? { tokens: rate.burst, at };
    const refilled = bucket.tokens + (Math.max(0, at - bucket.at) / 1000) * rate.perSecond;
    const tokens = Math.min(rate.burst, refilled);
    const enough = tokens >= Math.min(count, rate.burst);
    buckets.set(key, { tokens: enough ? tokens - count : tokens, at });
    return enough ? 0 : Math.max(1, Math.ceil((Math.min(count, rate.burst) - tokens) / rate.perSecond));
  };
}
