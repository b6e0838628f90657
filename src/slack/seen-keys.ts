/** Keys of the last `ttlMs`, at most `max` of them; the oldest leave first. */
export interface SeenKeys {
  /** True when the key was there already; remembers it otherwise. */
  check(key: string): boolean;
}

export function createSeenKeys({
  ttlMs,
  max,
  now = Date.now,
}: {
  readonly ttlMs: number;
  readonly max: number;
  readonly now?: () => number;
}): SeenKeys {
  const since = new Map<string, number>();
  return {
    check(key) {
      const at = now();
      const before = since.get(key);
      if (before !== undefined && at - before < ttlMs) return true;
      since.delete(key);
      since.set(key, at);
      for (const [oldest, time] of since) {
        if (since.size <= max && at - time < ttlMs) break;
        since.delete(oldest);
      }
      return false;
    },
  };
}
