/** Milliseconds of processor time that `run` took of this process: a machine that is held or shared adds nothing. */
export function processorMs(run: () => unknown): number {
  const before = process.cpuUsage();
  run();
  const { system, user } = process.cpuUsage(before);
  return (system + user) / 1000;
}
