/** Counts running work, so that a stop can wait for it. */
export interface InFlight {
  track<T>(work: Promise<T>): Promise<T>;
  /** Resolves when nothing runs any more or the deadline has passed; says how much still runs. */
  drain(deadlineMs: number): Promise<number>;
}

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    track(work) {
      const settled: Promise<unknown> = work.then(
        () => running.delete(settled),
        () => running.delete(settled),
      );
      running.add(settled);
      return work;
    },
    async drain(deadlineMs) {
      const deadline = new Promise<void>((done) => {
        setTimeout(done, deadlineMs).unref();
      });
      let expired = false;
      void deadline.then(() => {
        expired = true;
      });
      while (running.size > 0 && !expired) await Promise.race([Promise.all(running), deadline]);
      return running.size;
    },
  };
}
