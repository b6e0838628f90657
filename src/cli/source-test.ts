import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { SAMPLE_ACCOUNT } from '../ingest/samples/sample.ts';
import { AppError } from '../lib/errors.ts';
import { readSettings } from '../settings.ts';
import type { Environment } from './database.ts';
import { type CliIo, EXIT } from './io.ts';
import { type SampleVerdict, sampleVerdict } from './sample-verdict.ts';
import { missingProof, type SampleWay, type SourceName, sampleWays, sourceNamed } from './sample-ways.ts';
import { type SampleAnswer, sendSample } from './send-sample.ts';

const USAGE = 'Usage: cs-pulse source test NAME [--url URL] [--json]';
// biome-ignore lint/suspicious/noControlCharactersInRegex: answers of strangers must not steer a terminal.
const CONTROL = /[\u0000-\u001f\u007f-\u009f]+/g;

interface Attempt {
  readonly way: SampleWay;
  readonly answer: SampleAnswer;
  readonly verdict: SampleVerdict;
}

/**
 * Sends a signed sample of a source to the running server and says what became of it: 0 when every way works, 3 when
 * no way failed otherwise than by not being reached, else 1.
 * @throws AppError `invalid` for wrong arguments or a wrong configuration.
 */
export async function sourceTestCommand(argv: string[], io: CliIo, env: Environment): Promise<number> {
  const { json, name, url } = readArguments(argv);
  const config = readConfig(env);
  const settings = readSettings(config.settingsFile, { required: config.settingsRequired });
  const ways = sampleWays(name, { config, settings, env, url });
  const attempts: Attempt[] = [];
  for (const way of ways) {
    const answer = await sendSample(way, () => new Date());
    attempts.push({ way, answer, verdict: sampleVerdict(way, answer) });
  }
  io.out(json ? `${JSON.stringify(testJson(name, attempts))}\n` : testText(name, attempts));
  const failed = attempts.filter(({ verdict }) => verdict.state !== 'ok');
  if (failed.length === 0) return attempts.length === 0 ? EXIT.problem : EXIT.ok;
  return failed.every(({ verdict }) => verdict.state === 'unreachable') ? EXIT.unreachable : EXIT.problem;
}

function readArguments(argv: string[]) {
  const { values, positionals } = parseArgs({
    args: argv,
    options: { url: { type: 'string' }, json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [name, ...rest] = positionals;
  if (!name || rest.length > 0) throw new AppError('invalid', `source test: name one source.\n${USAGE}`);
  const { url = null } = values;
  if (url !== null && !(URL.canParse(url) && /^https?:$/.test(new URL(url).protocol))) {
    throw new AppError('invalid', `--url: needs an address such as https://pulse.example.com.\n${USAGE}`);
  }
  return { name: sourceNamed(name), url, json: values.json === true };
}

function testText(name: SourceName, attempts: readonly Attempt[]): string {
  if (attempts.length === 0) return `PROBLEM ${name}: there is nothing to sign with\n        → ${missingProof(name)}\n`;
  const lines = attempts.flatMap(({ answer, verdict, way }) => {
    const { remedy, state, text } = verdict;
    const seconds = `${(answer.milliseconds / 1000).toFixed(2)} s`;
    const line = `${state === 'ok' ? 'ok     ' : 'PROBLEM'} ${name}, ${way.proof}: POST ${way.url}: ${text} (${seconds})`;
    return [line, ...(remedy === null ? [] : [`        → ${remedy}`])].map((each) => each.replace(CONTROL, ' '));
  });
  const isOk = attempts.every(({ verdict }) => verdict.state === 'ok');
  const kept = `The sample was of the account ${SAMPLE_ACCOUNT}: stored to the end and taken back, so no number moves.`;
  return `${[...lines, ...(isOk ? [kept] : [])].join('\n')}\n`;
}

/** As other programs read it. Names are its interface: additions go to the end. */
function testJson(name: SourceName, attempts: readonly Attempt[]): Record<string, unknown> {
  return {
    source: name,
    ok: attempts.length > 0 && attempts.every(({ verdict }) => verdict.state === 'ok'),
    account_id: SAMPLE_ACCOUNT,
    remedy: attempts.length === 0 ? missingProof(name) : null,
    attempts: attempts.map(({ answer, verdict, way }) => ({
      proof: way.proof,
      url: way.url,
      state: verdict.state,
      status: answer.reached ? answer.status : null,
      accepted: verdict.accepted,
      kept: answer.reached && answer.takenBack ? false : null,
      milliseconds: answer.milliseconds,
      text: verdict.text,
      remedy: verdict.remedy,
    })),
  };
}
