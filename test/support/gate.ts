/** A place in which work under test waits until the test lets it go on: in order on any machine, however slow. */
export interface Gate {
  /** For the work: says that it is here, and waits; free once the gate is open. */
  pass(): Promise<void>;
  /** The work is here. */
  readonly reached: Promise<void>;
  open(): void;
}

export function closedGate(): Gate {
  let arrive: () => void = () => undefined;
  let open: () => void = () => undefined;
  const reached = new Promise<void>((done) => (arrive = done));
  const opened = new Promise<void>((done) => (open = done));
  return {
    pass: () => {
      arrive();
      return opened;
    },
    reached,
    open: () => open(),
  };
}
