import type { CliIo } from '../../src/cli/io.ts';

export interface RecordingIo {
  readonly io: CliIo;
  /** What was written so far. */
  readonly said: () => { readonly out: string; readonly err: string };
}

/** A command's surroundings that keep what it writes; standard input is empty unless `given` says otherwise. */
export function recordingIo(given: Partial<CliIo> = {}): RecordingIo {
  let [out, err] = ['', ''];
  const io: CliIo = {
    out: (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    stdin: async () => '',
    ...given,
  };
  return { io, said: () => ({ out, err }) };
}
