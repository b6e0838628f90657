import { createStand, type Stand } from './stand/stand.ts';

/** The stands of a process, which are taken down even when somebody presses Ctrl-C. */
export interface Stands {
  open(purpose: string): Stand;
  closeAll(): Promise<void>;
}

export function createStands(seed: string, say: (line: string) => void): Stands {
  const stands = new Set<Stand>();
  const closeAll = async (): Promise<void> => {
    await Promise.allSettled([...stands].map((stand) => stand.close()));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void closeAll().then(() => process.exit(130)));
  }
  return {
    open: (purpose) => {
      const stand = createStand(`${seed} ${purpose}`, (line) => say(`  ${line}`));
      stands.add(stand);
      stand.atEnd(() => stands.delete(stand));
      return stand;
    },
    closeAll,
  };
}
