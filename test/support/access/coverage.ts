/** What is registered, by the names of the table's rows. */
export interface Registered {
  readonly commands: readonly {
    readonly name: string;
    readonly usage: string;
    readonly help: { readonly examples: readonly (readonly [string, string])[] };
    readonly subcommands: readonly string[];
  }[];
  readonly actions: readonly string[];
  readonly views: readonly string[];
  readonly shortcuts: readonly string[];
  readonly options: readonly string[];
  readonly events: readonly string[];
}

/** The registered handlers that no row calls: each needs one before it may be built. */
export function withoutRow(registered: Registered, rows: readonly string[]): string[] {
  const needed = [
    ...registered.commands.flatMap((command) => [
      `command:${command.name}`,
      ...wordsOf(command).map((word) => `command:${command.name} ${word}`),
    ]),
    ...registered.actions.map((name) => `action:${name}`),
    ...registered.views.map((name) => `view:${name}`),
    ...registered.shortcuts.map((name) => `shortcut:${name}`),
    ...registered.options.map((name) => `options:${name}`),
    ...registered.events.map((name) => `event:${name}`),
  ];
  return [...new Set(needed)].filter((name) => !rows.some((row) => covers(row, name)));
}

/** A row of `/utilization plan:pro` is one of the filter `plan:`. */
function covers(row: string, name: string): boolean {
  return row === name || row.startsWith(`${name} `) || (name.endsWith(':') && row.startsWith(name));
}

/** The sub-commands and filters of the registry, of the usage that Slack shows, and of the help. */
function wordsOf({ name, usage, help, subcommands }: Registered['commands'][number]): string[] {
  const shown = usage.replace(/^\[|\]$/g, '').split(' | ');
  const examples = help.examples
    .filter(([call]) => call.startsWith(`${name} `))
    .map(([call]) => call.slice(name.length));
  const words = [...shown, ...examples].flatMap((phrase) => wordOf(phrase.trim()));
  return [...subcommands, ...words];
}

/** The word that tells sub-commands and filters apart; a name, in capitals or as an example, is none. */
function wordOf(phrase: string): string[] {
  const [first = ''] = phrase.split(' ');
  const filter = /^[a-z]+:/.exec(first)?.[0];
  if (filter !== undefined) return [filter];
  return /^[a-z]+$/.test(first) && first !== 'acme' ? [first] : [];
}
