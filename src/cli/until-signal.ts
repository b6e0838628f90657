/**
 * Waits for Ctrl-C, a stop signal, or an error that nothing handled. A second signal ends the process at once.
 * @param onError is told of the error before the promise resolves.
 */
export function untilSignal(onError: (error: unknown) => void): Promise<'signal' | 'error'> {
  return new Promise((done) => {
    let stopping = false;
    const stop = (): void => {
      if (stopping) process.exit(130);
      stopping = true;
      done('signal');
    };
    const fail = (error: unknown): void => {
      onError(error);
      stopping = true;
      done('error');
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    process.on('SIGHUP', stop);
    process.on('uncaughtException', fail);
    process.on('unhandledRejection', fail);
  });
}
