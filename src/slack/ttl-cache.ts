export interface TtlCache<Value> {
  /** `fresh` loads even when a value is kept, which the loaded one replaces. */
  get(key: string, load: () => Promise<Value>, options?: { readonly fresh?: boolean | undefined }): Promise<Value>;
}

/** Values for `ttlMs`, at most `max`; a failed load is not kept, and callers at the same time share one load. */
export function createTtlCache<Value>({
  ttlMs,
  max,
  now = Date.now,
}: {
  readonly ttlMs: number;
  readonly max: number;
  readonly now?: () => number;
}): TtlCache<Value> {
  const entries = new Map<string, { readonly at: number; readonly value: Promise<Value> }>();
  return {
    get(key, load, { fresh = false } = {}) {
      const found = entries.get(key);
      if (!fresh && found && now() - found.at < ttlMs) return found.value;
      const value = load();
      entries.delete(key);
      entries.set(key, { at: now(), value });
      value.catch(() => {
        if (entries.get(key)?.value === value) entries.delete(key);
      });
      const oldest = entries.keys().next();
      if (entries.size > max && !oldest.done) entries.delete(oldest.value);
      return value;
    },
  };
}
