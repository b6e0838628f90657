import pg from 'pg';

export interface Statements {
  /** Texts of everything that this process has asked a database to run since it began to listen. */
  readonly texts: ReadonlySet<string>;
  /** Does something that is not listened to; nothing else may be asked meanwhile. */
  unheard<T>(work: () => Promise<T>): Promise<T>;
  stop(): void;
}

/** Listens where the driver writes to the connection: also to what goes past its query function. */
export function listenToStatements(): Statements {
  const texts = new Set<string>();
  let isListening = true;
  const { parse, query } = pg.Connection.prototype;
  const note = (given: unknown): void => {
    const text = typeof given === 'object' && given !== null && 'text' in given ? given.text : given;
    if (isListening && typeof text === 'string') texts.add(text);
  };
  for (const [name, original] of Object.entries({ parse, query })) {
    Reflect.set(pg.Connection.prototype, name, function heard(this: pg.Connection, ...args: unknown[]) {
      note(args[0]);
      return Reflect.apply(original, this, args);
    });
  }
  return {
    texts,
    unheard: async (work) => {
      isListening = false;
      try {
        return await work();
      } finally {
        isListening = true;
      }
    },
    stop: () => void Object.assign(pg.Connection.prototype, { parse, query }),
  };
}
