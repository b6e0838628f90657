/** Where a command reads and writes; commands never touch the process itself. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly stdin: () => Promise<string>;
  /** The same as it arrives; absent: only as text. */
  readonly stdinBytes?: (() => AsyncIterable<Uint8Array>) | undefined;
  /** Asks at the terminal and reads one line; absent: nobody is there. */
  readonly ask?: ((question: string) => Promise<string>) | undefined;
  /** `err` is a terminal, where a line can be written again. */
  readonly terminal?: boolean | undefined;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, problem: 1, usage: 2, unreachable: 3 } as const;
