import { parseArgs } from 'node:util';
import { definitionHash } from '../app/definition/definition-hash.ts';
import { rulesDocument } from '../app/definition/rules-document.ts';
import { TRY_DAYS, tryDefinition } from '../app/try-definition/try-definition.ts';
import { readConfig } from '../config.ts';
import { AppError } from '../lib/errors.ts';
import { type Rules, readSettings, readTriedRules, settingsYaml } from '../settings.ts';
import { type Environment, withContext } from './database.ts';
import { tryJson } from './define-json.ts';
import { tryText } from './define-text.ts';
import { type CliIo, EXIT } from './io.ts';

const USAGE = 'Usage: cs-pulse define [--try FILE.yaml [--days N]] [--json]';

/** @throws AppError `invalid` for wrong arguments. */
export function readDefineArguments(argv: string[]) {
  const options = { try: { type: 'string' }, days: { type: 'string' }, json: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args: argv, options });
  if (values.try === '') throw new AppError('invalid', `--try: name the file with the rules.\n${USAGE}`);
  if (values.days !== undefined && values.try === undefined) {
    throw new AppError('invalid', `--days: belongs to --try.\n${USAGE}`);
  }
  if (values.days !== undefined && !isDays(values.days)) {
    throw new AppError('invalid', `--days: name a whole number from 1 to ${TRY_DAYS.most}.\n${USAGE}`);
  }
  const days = values.days === undefined ? undefined : Number(values.days);
  return { file: values.try, days, json: values.json === true };
}

/**
 * Prints the rules in force, or what the rules of a file would have changed in the stored days: 0.
 * @throws AppError `invalid` for wrong arguments or a file that is not usable, `not_found` without a snapshot.
 */
export async function defineCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const { file, days, json } = readDefineArguments(argv);
  const config = readConfig(env);
  const inForce = readSettings(config.settingsFile, { required: config.settingsRequired });
  if (file === undefined) {
    io.out(json ? `${JSON.stringify(inForceJson(inForce))}\n` : inForceText(inForce));
    return EXIT.ok;
  }
  const rules = readTriedRules(file, inForce);
  const report = await withContext(env, ({ ctx }) => tryDefinition({ ctx, input: { rules, days } }));
  io.out(json ? `${JSON.stringify(tryJson(report))}\n` : tryText(report));
  return EXIT.ok;
}

function isDays(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) >= 1 && Number(text) <= TRY_DAYS.most;
}

function inForceJson(rules: Rules): object {
  const { id, version } = rules.health;
  return { id, version, hash: definitionHash(rules), ...rulesDocument(rules) };
}

/** In the form of the settings file, so that it can be changed and tried. */
function inForceText(rules: Rules): string {
  const { id, version } = rules.health;
  return `# In force: ${id}@${version}, hash ${definitionHash(rules)}\n${settingsYaml(rulesDocument(rules))}`;
}
