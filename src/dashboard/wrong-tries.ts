/** Wrong secrets that one address may show in a minute. */
const MOST = 20;
const WINDOW_MS = 60_000;
/** Addresses that are remembered; the ones seen longest ago go first. */
const ADDRESSES = 10_000;

export interface WrongTries {
  /** Seconds after which an address may try again; 0: now. */
  waitFor(address: string): number;
  note(address: string): void;
}

/** Counts the wrong secrets that each address showed within a minute. */
export function createWrongTries(now: () => Date): WrongTries {
  const windows = new Map<string, { readonly until: number; count: number }>();
  const current = (address: string) => {
    const window = windows.get(address);
    return window !== undefined && window.until > now().getTime() ? window : null;
  };
  return {
    waitFor(address) {
      const window = current(address);
      if (window === null || window.count < MOST) return 0;
      return Math.max(1, Math.ceil((window.until - now().getTime()) / 1000));
    },
    note(address) {
      const window = current(address);
      if (window !== null) {
        window.count += 1;
        return;
      }
      windows.delete(address);
      const [oldest] = windows.keys();
      if (oldest !== undefined && windows.size >= ADDRESSES) windows.delete(oldest);
      windows.set(address, { until: now().getTime() + WINDOW_MS, count: 1 });
    },
  };
}
