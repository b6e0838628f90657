import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { SizeName } from './bar.ts';
import { brokenOff, type Outcome, type Trial, titleOf } from './trial.ts';
import type { Ordered, Told } from './worker.ts';

const WORKER = fileURLToPath(new URL('worker.ts', import.meta.url));
/** Those that take longest begin first, so that no lane is left alone with one of them. */
const LONGEST_FIRST = ['3', '1', '4', '4b', '20', '11', '19', '10', '17', '2'];

/** Runs trials side by side, so many at once, each lane in a process of its own: for trials that measure no time. */
export async function runInLanes(
  trials: readonly Trial[],
  lanes: number,
  asked: { readonly size: SizeName; readonly seed: string },
  say: (line: string) => void,
  found: (trial: Trial, outcome: Outcome) => void,
): Promise<void> {
  const waiting = [...trials].sort((a, b) => placeOf(a) - placeOf(b));
  const lane = async (): Promise<void> => {
    let worker: ChildProcess | null = null;
    for (let trial = waiting.shift(); trial; trial = waiting.shift()) {
      const { number } = trial.bar;
      say(titleOf(trial));
      // One that died with its trial is followed by another.
      if (worker?.connected !== true) worker = fork(WORKER, [asked.size, asked.seed], { serialization: 'advanced' });
      found(trial, await told(worker, trial, (line) => say(`${number}: ${line.trim()}`)));
    }
    if (worker?.connected) worker.disconnect();
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

function told(worker: ChildProcess, { bar, control }: Trial, say: (line: string) => void): Promise<Outcome> {
  return new Promise((done) => {
    const ended = (code: number | null, signal: string | null): void => {
      done(brokenOff(`the process that tried it ended with ${code ?? signal}`, 0));
    };
    const listen = (message: Told): void => {
      if ('line' in message) {
        say(message.line);
        return;
      }
      worker.off('message', listen);
      worker.off('exit', ended);
      done(message.outcome);
    };
    worker.on('message', listen);
    worker.once('exit', ended);
    worker.send({ number: bar.number, control } satisfies Ordered);
  });
}

/** Controls are short and fill what is left at the end. */
function placeOf({ bar, control }: Trial): number {
  const place = LONGEST_FIRST.indexOf(bar.number);
  return (place < 0 ? LONGEST_FIRST.length : place) + (control === null ? 0 : LONGEST_FIRST.length + 1);
}
