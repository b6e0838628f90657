import { type Finding, fine, note, problem } from '../app/doctor/doctor-report.ts';
import { type PublishingPlace, publishingPlace } from '../app/publishing/publishing-place.ts';
import type { Config } from '../config.ts';
import type { Settings } from '../settings.ts';

interface Parts {
  readonly config: Pick<Config, 'publicUrl' | 'slack'>;
  readonly settings: Pick<Settings, 'publishing'>;
  readonly place?: PublishingPlace | undefined;
}

/** Links that are not over. */
interface Links {
  readonly shown: number;
  readonly paused: number;
}

/** Whether dashboards are published, where, and what stands in the way. */
export function publishingFindings({ config, place, settings }: Parts, { paused, shown }: Links): Finding[] {
  const { enabled, proxies } = settings.publishing;
  const { off, origin } = { off: null, origin: null, ...(place ?? publishingPlace(enabled, config.publicUrl)) };
  const links = `${shown} ${shown === 1 ? 'link' : 'links'} in force, ${paused} paused`;
  if (origin === null) {
    if (enabled) return [problem('configuration', `dashboards are to be published and are not: ${links}`, off ?? '')];
    const text = 'publishing of dashboards is off';
    return [shown === 0 ? fine('configuration', text) : note('configuration', `${text}: ${links}, which show nothing`)];
  }
  const isHttps = origin.startsWith('https:');
  return [
    fine('configuration', `dashboards are published at ${origin}${isHttps ? '' : ' without https'}: ${links}`),
    ...(isHttps && proxies === 0 ? [NO_PROXY] : []),
    ...(config.slack === null ? [NO_RIGHTS] : []),
  ];
}

const NO_PROXY = note(
  'configuration',
  'publishing.proxies is 0: X-Forwarded-For is not read, and everybody behind a proxy shares its tries of secrets',
  'set publishing.proxies to how many proxies stand in front, such as 1',
);
const NO_RIGHTS = note(
  'configuration',
  'without Slack nobody can be asked whether the publishers of links may still see what these show',
  'revoke what should not be shown: "cs-pulse published list"',
);
