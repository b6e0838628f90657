import { Gauge, type Registry } from 'prom-client';
import type { ReplicaWatch } from '../replica/watch-replica.ts';

/** How the replica stands that reports are read from; without one there is nothing to see. */
export function replicaMetrics(registry: Registry, watch: Pick<ReplicaWatch, 'verdict'> | null): () => Promise<void> {
  const registers = [registry];
  const used = new Gauge({
    name: 'cs_pulse_replica_used',
    help: 'Whether reports are read from the replica; 0: from the primary, because the replica is not good for it.',
    registers,
  });
  const behind = new Gauge({
    name: 'cs_pulse_replica_behind_seconds',
    help: 'How far the replica is behind, at most, while reports are read from it.',
    registers,
  });
  // Gauges without labels begin at 0, which would say something.
  used.remove();
  behind.remove();
  return async () => {
    if (watch === null) return;
    const verdict = await watch.verdict();
    behind.remove();
    used.set(verdict.usable ? 1 : 0);
    if (verdict.usable) behind.set(verdict.behindSeconds);
  };
}
