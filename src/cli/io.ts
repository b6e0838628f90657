/** Where a command reads and writes; commands never touch the process itself. */
export interface CliIo {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** All of standard input. */
  readonly stdin: () => Promise<string>;
}

/** Exit codes of every command. */
export const EXIT = { ok: 0, problem: 1, usage: 2, unreachable: 3 } as const;
