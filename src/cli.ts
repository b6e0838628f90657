#!/usr/bin/env node
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import { setFlagsFromString } from 'node:v8';
import type { Context } from './app/context.ts';
import { type CliIo, EXIT } from './cli/io.ts';
import { AppError, messageOf } from './lib/errors.ts';
import { redactedStack } from './lib/redact.ts';
import { isUnavailable } from './store/pg-errors.ts';

// By itself the collector of garbage lets the heap double before it looks at all of it: a report of 50,000 accounts then
// takes 130 MB more than it needs.
setFlagsFromString('--heap-growing-percent=25');

type Run = (argv: string[], io: CliIo, env: NodeJS.ProcessEnv) => Promise<number>;
type RunInContext = (argv: string[], io: CliIo, ctx: Context) => Promise<number>;

/** A command of the database, which is opened when the arguments can be read and closed after. */
async function inContext(check: (argv: string[]) => unknown, run: RunInContext): Promise<Run> {
  const { withContext } = await import('./cli/database.ts');
  return async (argv, io, env) => {
    check(argv);
    return withContext(env, ({ ctx }) => run(argv, io, ctx));
  };
}

/** Loaded when called: `score` must not wait for Slack's client, nor `start` for the demo. */
const COMMANDS: Readonly<Record<string, { readonly summary: string; readonly load: () => Promise<Run> }>> = {
  start: {
    summary: 'serve Slack, webhooks, ingest and jobs [--role web|jobs|all] [--no-migrate]',
    load: async () => (await import('./cli/start.ts')).startCommand,
  },
  demo: {
    summary: 'everything on this machine, with a local workspace [--reset]',
    load: async () => (await import('./cli/demo.ts')).demoCommand,
  },
  migrate: {
    summary: 'bring the database to this version [--check]',
    load: async () => (await import('./cli/migrate.ts')).migrateCommand,
  },
  keys: {
    summary: 'create | list | revoke ingest and read keys',
    load: async () => {
      const { keysCommand, readKeysArguments } = await import('./cli/keys.ts');
      return inContext(readKeysArguments, keysCommand);
    },
  },
  published: {
    summary: 'list | pause | resume | revoke dashboards that are shown to people without Slack ID',
    load: async () => {
      const { publishedCommand, readPublishedArguments } = await import('./cli/published.ts');
      return inContext(readPublishedArguments, publishedCommand);
    },
  },
  import: {
    summary: 'accounts | subscriptions | seats | users | contacts | events | tickets | nps | churn FILE.csv',
    load: async () => {
      const { importCommand, readImportArguments } = await import('./cli/import.ts');
      return inContext(readImportArguments, importCommand);
    },
  },
  snapshot: {
    summary: 'score every account for a day [--date D] [--rebuild | --verify]',
    load: async () => (await import('./cli/snapshot.ts')).snapshotCommand,
  },
  score: {
    summary: 'score facts from a file, without a database --facts FILE',
    load: async () => (await import('./cli/score.ts')).scoreCommand,
  },
  why: {
    summary: "what moved an account's score ACCOUNT [--from D] [--to D]",
    load: async () => {
      const { readWhyArguments, whyCommand } = await import('./cli/why.ts');
      return inContext(readWhyArguments, whyCommand);
    },
  },
  define: {
    summary: 'the rules in force, or what others would change [--try FILE.yaml [--days N]]',
    load: async () => (await import('./cli/define.ts')).defineCommand,
  },
  digest: {
    summary: "compose or post the day's digest [--dry-run|--post] [--date D]",
    load: async () => (await import('./cli/digest-with-slack.ts')).digestWithSlack,
  },
  report: {
    summary: 'utilization | health | portfolio | retention [--from M] [--to M] | cohorts [--by GROUP], each [--csv]',
    load: async () => (await import('./cli/report.ts')).reportCommand,
  },
  export: {
    summary: 'what is known --account ID [--evidence] | --user ID [--out FILE], or movements --source-event ID',
    load: async () => {
      const { exportCommand, readExportArguments } = await import('./cli/export.ts');
      return inContext(readExportArguments, exportCommand);
    },
  },
  forget: {
    summary: 'remove a person or an account for good --user ID_OR_EMAIL | --account ID [--yes]',
    load: async () => {
      const { forgetCommand, readForgetArguments } = await import('./cli/forget.ts');
      return inContext(readForgetArguments, forgetCommand);
    },
  },
  source: {
    summary: 'list | test NAME [--url URL] | run NAME: what comes in, whether a sample arrives, read a database now',
    load: async () => (await import('./cli/source.ts')).sourceCommand,
  },
  doctor: {
    summary: 'configuration, database, Slack, sources, jobs: what is wrong and what to do',
    load: async () => (await import('./cli/doctor.ts')).doctorCommand,
  },
  audit: {
    summary: 'who looked at what and who changed what [--since D] [--account ID] [--actor U] [--limit N] [--before N]',
    load: async () => {
      const { auditCommand, readAuditArguments } = await import('./cli/audit.ts');
      return inContext(readAuditArguments, auditCommand);
    },
  },
  mcp: {
    summary: 'answer an agent on standard input and output, read-only',
    load: async () => (await import('./cli/mcp.ts')).mcpCommand,
  },
  backtest: {
    summary: 'hold scores of past days against what became of the accounts [--labels FILE.csv]',
    load: async () => {
      const { backtestCommand, readBacktestArguments } = await import('./cli/backtest.ts');
      return inContext(readBacktestArguments, backtestCommand);
    },
  },
};

const CODES: Readonly<Record<string, number>> = { invalid: EXIT.usage, unavailable: EXIT.unreachable };

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`);
  return `cs-pulse: account health and seat utilization in Slack\n\nUsage: cs-pulse COMMAND [options] [--json]\n\n${lines.join('\n')}\n`;
}

async function main(): Promise<number> {
  const [name = 'help', ...argv] = process.argv.slice(2);
  if (['help', '--help', '-h'].includes(name)) {
    process.stdout.write(usage());
    return EXIT.ok;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command) {
    process.stderr.write(`cs-pulse: there is no command "${name}".\n\n${usage()}`);
    return EXIT.usage;
  }
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write(`cs-pulse ${name}: ${command.summary} [--json]\n`);
    return EXIT.ok;
  }
  const io: CliIo = {
    out: (line) => process.stdout.write(line),
    err: (line) => process.stderr.write(line),
    stdin: () => text(process.stdin),
    stdinBytes: () => process.stdin,
    ask: process.stdin.isTTY && process.stderr.isTTY ? askAtTerminal : undefined,
    terminal: process.stderr.isTTY,
  };
  try {
    const run = await command.load();
    return await run(argv, io, process.env);
  } catch (error) {
    return report(error);
  }
}

/** One line of the terminal; '' when it is closed. */
async function askAtTerminal(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<string>((resolve) => terminal.once('close', () => resolve('')));
  const answer = await Promise.race([terminal.question(question), closed]);
  terminal.close();
  return answer;
}

/** Expected failures in their own words; a wrong option of Node's parser is one of them. */
function report(error: unknown): number {
  if (error instanceof AppError) {
    process.stderr.write(`cs-pulse: ${error.message}\n`);
    return CODES[error.code] ?? EXIT.problem;
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code.startsWith('ERR_PARSE_ARGS')) {
    process.stderr.write(`cs-pulse: ${messageOf(error)}\n`);
    return EXIT.usage;
  }
  if (isUnavailable(error) || /^(3D000|28)/.test(code)) {
    process.stderr.write(
      `cs-pulse: the database is not reachable (${messageOf(error) || code}). Check DATABASE_URL and that PostgreSQL runs.\n`,
    );
    return EXIT.unreachable;
  }
  process.stderr.write(`cs-pulse: ${redactedStack(error)}\n`);
  return EXIT.problem;
}

// A reader that has left (`| head`, a full disk behind `| gzip`): nobody to tell, and what was cut short is no success.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.problem);
});
process.exitCode = await main();
