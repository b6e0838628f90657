import type { SizeName } from './bar.ts';
import { bars } from './bars/index.ts';
import { createStands } from './stands.ts';
import { type Outcome, runTrial, type Trial } from './trial.ts';

/** What a worker is to try: a bar's number, and the name of one of its controls. */
export interface Ordered {
  readonly number: string;
  readonly control: Trial['control'];
}

/** What a worker tells: how far it is, and in the end what came of it. */
export type Told = { readonly line: string } | { readonly outcome: Outcome };

// Tries one thing after the other, each when it is told.
const [size = 'quick', seed = ''] = process.argv.slice(2);
const tell = (told: Told): void => {
  if (process.connected) process.send?.(told, undefined, {}, () => undefined);
};
const stands = createStands(seed, (line) => tell({ line }));
const asked: { readonly size: SizeName; readonly seed: string } = { size: size === 'full' ? 'full' : 'quick', seed };

process.on('message', ({ control, number }: Ordered) => {
  const bar = bars.find((one) => one.number === number);
  if (bar) void runTrial({ bar, control }, asked, stands.open).then((outcome) => tell({ outcome }));
});
// Whoever asked is gone, or has no more to ask.
process.once('disconnect', () => void stands.closeAll().then(() => process.exit(0)));
