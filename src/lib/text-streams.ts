export interface TextStreamLimits {
  /** So many are written at a time in this process. */
  readonly most: number;
  /** Who has not taken one after so long does not get the rest. */
  readonly longestMs: number;
}

export interface TextStreams {
  /**
   * A text as bytes of UTF-8, each piece made when the one before was taken; null while too many others are written.
   * A failure later than the first piece ends the stream with an error, so that nobody takes it for the whole, and is
   * told to `onFailure`.
   * @throws what the first piece fails with.
   */
  readonly open: (
    make: () => Promise<AsyncIterable<string>>,
    onFailure: (error: unknown) => void,
  ) => Promise<ReadableStream<Uint8Array> | null>;
}

interface Begun {
  readonly first: IteratorResult<string, unknown>;
  readonly rest: AsyncIterator<string>;
  readonly longestMs: number;
  readonly onFailure: (error: unknown) => void;
  readonly onEnd: () => void;
}

/** Texts that are too long to be made in one piece. */
export function createTextStreams({ longestMs, most }: TextStreamLimits): TextStreams {
  let running = 0;
  const end = (): void => {
    running -= 1;
  };
  return {
    open: async (make, onFailure) => {
      if (running >= most) return null;
      running += 1;
      try {
        const rest = (await make())[Symbol.asyncIterator]();
        return streamOf({ first: await rest.next(), rest, longestMs, onFailure, onEnd: end });
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}

function streamOf({ first, longestMs, onEnd, onFailure, rest }: Begun): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let step: Promise<IteratorResult<string, unknown>> | null = Promise.resolve(first);
  let isOver = false;
  let timer: NodeJS.Timeout | undefined;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    clearTimeout(timer);
    // What is being made is left to itself: nobody waits for it any more.
    rest.return?.().catch(() => undefined);
    onEnd();
  };
  const fail = (controller: ReadableStreamDefaultController<Uint8Array>, error: unknown): void => {
    if (isOver) return;
    end();
    onFailure(error);
    controller.error(new Error('The answer broke off.'));
  };
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        const late = (): void => fail(controller, new Error(`not taken within ${longestMs} ms`));
        timer = setTimeout(late, longestMs).unref();
      },
      pull: async (controller) => {
        try {
          const { done, value } = await (step ?? rest.next());
          step = null;
          if (isOver) return;
          if (done !== true) return controller.enqueue(encoder.encode(value));
          end();
          controller.close();
        } catch (error) {
          fail(controller, error);
        }
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
}
