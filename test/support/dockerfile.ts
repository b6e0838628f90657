/** One instruction of a Dockerfile; what stands on continued lines is joined. */
export interface Instruction {
  readonly word: string;
  readonly rest: string;
}

/** Instructions by stage; a stage without a name has its number. Comments are left out. */
export function stagesOf(dockerfile: string): ReadonlyMap<string, readonly Instruction[]> {
  const stages = new Map<string, Instruction[]>();
  let current: Instruction[] = [];
  const lines = dockerfile.replace(/\\\n/g, ' ').split('\n');
  for (const line of lines.map((one) => one.trim()).filter((one) => one !== '' && !one.startsWith('#'))) {
    const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === 'FROM') {
      current = [];
      stages.set(/ AS (\S+)$/i.exec(rest)?.[1] ?? String(stages.size), current);
    }
    current.push({ word, rest: rest.replace(/\s+/g, ' ') });
  }
  return stages;
}

/** The variables that a stage sets. */
export function environmentOf(stage: readonly Instruction[]): Record<string, string> {
  const pairs = stage.filter(({ word }) => word === 'ENV').flatMap(({ rest }) => rest.split(' '));
  return Object.fromEntries(pairs.map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]));
}

/** The command of the exec form, such as ENTRYPOINT ["node", "x"]. */
export function execOf(stage: readonly Instruction[], word: string): string[] {
  const given = stage.find((one) => one.word === word)?.rest ?? '';
  return JSON.parse(given.slice(given.indexOf('['))) as string[];
}
