import type { SizeName } from './bar.ts';
import { bars } from './bars/index.ts';
import { type Proof, proveBar } from './prove-bar.ts';
import { createStands } from './stands.ts';

/** What a worker tells: how far it is, and in the end what it found. */
export type Told = { readonly line: string } | { readonly proof: Proof };

// Tries one bar after the other, each when it is told its number.
const [size = 'quick', seed = ''] = process.argv.slice(2);
const tell = (told: Told): void => {
  if (process.connected) process.send?.(told, undefined, {}, () => undefined);
};
const say = (line: string): void => tell({ line });
const stands = createStands(seed, say);
const asked: { readonly size: SizeName; readonly seed: string } = { size: size === 'full' ? 'full' : 'quick', seed };

process.on('message', (number) => {
  const bar = bars.find((one) => one.number === number);
  if (bar) void proveBar(bar, asked, stands.open, say).then((proof) => tell({ proof }));
});
// Whoever asked is gone, or has no more to ask.
process.once('disconnect', () => void stands.closeAll().then(() => process.exit(0)));
