import type { Context } from '../app/context.ts';
import { doctor, doctorWithoutData } from '../app/doctor/doctor.ts';
import { type DoctorReport, type Finding, fine, note, problem } from '../app/doctor/doctor-report.ts';
import type { PublishingPlace } from '../app/publishing/publishing-place.ts';
import { sqlStand } from '../app/sql/sql-findings.ts';
import type { Config } from '../config.ts';
import { sources } from '../ingest/sources/index.ts';
import { lastDueDay, nextRunAt } from '../jobs/due.ts';
import type { Settings } from '../settings.ts';
import { migrationsOf } from '../store/migrate.ts';
import { countLinksInForce } from '../store/published-links.ts';
import { teamJobs } from './jobs-side.ts';
import { publishingFindings } from './publishing-findings.ts';
import { sqlAddress } from './sql-side.ts';

const HOUR_MS = 3_600_000;

/** What the environment sets; values of secrets stay out. */
export function configurationFindings(config: Config): Finding[] {
  const given = config.given.map(({ name, value }) => (value === null ? `${name} (secret)` : `${name}=${value}`));
  const webhooks = Object.entries(config.webhookSecrets).filter(([, secrets]) => secrets.length > 0);
  return [
    fine('configuration', given.length === 0 ? 'only defaults' : given.join(', ')),
    fine('configuration', `days and times are those of ${config.timeZone}, totals in ${config.reportingCurrency}`),
    note(
      'configuration',
      webhooks.length === 0
        ? 'no webhook has a secret: each of them answers 404'
        : `webhooks with a secret: ${webhooks.map(([source]) => source).join(', ')}`,
    ),
    ...(config.webhookSecrets.hubspot.length > 0 && config.publicUrl === null ? [UNKNOWN_ADDRESS] : []),
  ];
}

/** How long what is kept; the job says how it went. */
function retentionFinding({ retention }: Settings): Finding {
  const { auditDays, deliveryDays, messageDays, outreachDays, rawEventDays, rollupDays, snapshotDays } = retention;
  return fine(
    'configuration',
    `kept for days: events ${rawEventDays}, counts by day ${rollupDays}, scores ${snapshotDays}, messages ${messageDays}, ` +
      `deliveries ${deliveryDays}, sent texts ${outreachDays}, audit ${auditDays}`,
  );
}

const UNKNOWN_ADDRESS = problem(
  'configuration',
  'HubSpot signs the address that it calls, which is not known here: behind a proxy its deliveries are refused',
  'set PUBLIC_URL to the outside address, such as https://pulse.example.com',
);

/** Said when there are no tokens: everything else is looked at all the same. */
export const WITHOUT_SLACK = note(
  'slack',
  'no Slack tokens are set: nothing is answered or posted there, and this part was not looked at; set SLACK_BOT_TOKEN with SLACK_SIGNING_SECRET or SLACK_APP_TOKEN',
);

/** A language model that is switched on and cannot be asked. */
function withoutKey({ anthropicApiKey }: Config, { ask }: Settings): Finding[] {
  if (!ask.llm || anthropicApiKey !== null) return [];
  return [
    note('configuration', 'ask.llm is on and ANTHROPIC_API_KEY is not set: questions are understood by words alone'),
  ];
}

/** Databases of the team whose address is not in the environment. */
function withoutAddress(config: Config, settings: Settings): Finding[] {
  return settings.sources.sql.flatMap((source) => {
    const address = sqlAddress(config, source);
    return 'url' in address ? [] : [problem('sources', address.problem, address.remedy)];
  });
}

const NO_ACCOUNT = Object.fromEntries(Object.values(sources).map(({ name, noAccount }) => [name, noAccount]));

/** What the report is made of, beside the data. */
interface DoctorParts {
  readonly config: Config;
  readonly settings: Settings;
  /** Where dashboards are published, where that is not what settings and PUBLIC_URL say. */
  readonly place?: PublishingPlace | undefined;
}

/** The whole report, from a database that can be asked. */
export async function examine(ctx: Context, parts: DoctorParts, slack: readonly Finding[]): Promise<DoctorReport> {
  const { config, settings } = parts;
  const { applied, pending } = await migrationsOf(ctx.db);
  const schema =
    pending.length === 0
      ? fine('database', `${applied.length} migrations, none pending`)
      : problem('database', `pending migrations: ${pending.join(', ')}`, 'run "cs-pulse migrate"');
  const findings = [
    ...configurationFindings(config),
    retentionFinding(settings),
    ...withoutAddress(config, settings),
    ...withoutKey(config, settings),
    schema,
    ...slack,
  ];
  if (pending.length > 0) return doctorWithoutData(ctx, findings, true);
  const now = ctx.now();
  const jobs = teamJobs({ config, settings }, null).daily.map(({ name, schedule, scope }) => ({
    job: name,
    scope,
    nextAt: nextRunAt(schedule, now),
    dueDay: lastDueDay(schedule, new Date(now.getTime() - HOUR_MS)),
  }));
  const addressed = settings.sources.sql.filter((source) => 'url' in sqlAddress(config, source));
  const sql = await sqlStand(ctx, addressed);
  const published = publishingFindings(parts, await countLinksInForce(ctx.db, now));
  const report = await doctor({
    ctx,
    input: { findings: [...findings, ...published, ...sql.findings], jobs, remedies: NO_ACCOUNT },
  });
  return { ...report, jobs: [...report.jobs, ...sql.jobs] };
}
