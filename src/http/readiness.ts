/** How one thing that the process relies on is doing. */
export interface Check {
  /** `degraded`: something does not work, but requests are better off here than nowhere. */
  readonly state: 'ok' | 'degraded' | 'failing';
  /** What is wrong, or what is fine; no addresses, no secrets. */
  readonly detail: string;
  /** What to do about it. */
  readonly remedy?: string | undefined;
}

export interface ReadinessReport {
  readonly status: 'ready' | 'degraded' | 'not ready' | 'draining';
  readonly checks: Readonly<Record<string, Check & { readonly since: string }>>;
}

export interface Readiness {
  /** `since`: when the state was first seen here. */
  report(): Promise<ReadinessReport>;
  /** From now on this process wants no more requests, and says so at once. */
  drain(): void;
}

/** Whether requests may come in, and since when what is wrong. Asking anew keeps the time for as long as a state lasts. */
export function createReadiness(checks: () => Promise<Readonly<Record<string, Check>>>, now: () => Date): Readiness {
  const seen = new Map<string, { readonly state: Check['state']; readonly since: string }>();
  let draining = false;
  const sinceOf = (name: string, { state }: Check): string => {
    const known = seen.get(name);
    if (known?.state === state) return known.since;
    const since = now().toISOString();
    seen.set(name, { state, since });
    return since;
  };
  return {
    async report() {
      if (draining) return { status: 'draining', checks: {} };
      const current = Object.entries(await checks());
      const dated = current.map(([name, check]) => [name, { ...check, since: sinceOf(name, check) }] as const);
      return { status: statusOf(dated), checks: Object.fromEntries(dated) };
    },
    drain() {
      draining = true;
    },
  };
}

function statusOf(checks: readonly (readonly [string, Check])[]): ReadinessReport['status'] {
  if (checks.some(([, { state }]) => state === 'failing')) return 'not ready';
  return checks.some(([, { state }]) => state === 'degraded') ? 'degraded' : 'ready';
}
