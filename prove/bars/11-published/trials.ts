import type { Link, Links } from './links.ts';
import { type Answer, bytesOf, cookieOf, get, missingHeaders, newAddress, show } from './visit.ts';

/** What is shown of the link where it is let in. */
const FILES = ['page', 'data.json', 'data.csv'];
const UNKNOWN = 'f'.repeat(24);
const WRONG = `csp_${'a'.repeat(43)}`;
const FURTHER_TRIES = 60;
const PREVIEWS = [
  'Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)',
  'Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)',
  'facebookexternalhit/1.1',
  'curl/8.5.0',
];

/** A link that is open on one replica is revoked: nothing that is asked for afterwards may be shown, anywhere. */
export async function revokeOpen(urls: readonly string[], links: Links): Promise<string[]> {
  const link = await links.publish();
  const [first = ''] = urls;
  const session = { headers: { cookie: cookieOf(await show(first, link)) } };
  const shown = await Promise.all(urls.map((url) => get(`${url}/p/${link.id}/page`, session)));
  if (shown.some(({ status }) => status !== 200))
    return [`a live link is not shown: ${shown.map(({ status }) => status)}`];
  await links.revoke(link);
  const after = await Promise.all(
    urls.flatMap((url) => [...FILES.map((file) => get(`${url}/p/${link.id}/${file}`, session)), show(url, link)]),
  );
  return after.filter(({ status }) => status !== 404).map(({ status }) => `a revoked link is answered with ${status}`);
}

/** Whoever has no live link learns nothing of which there are, were or will be. */
export async function sameForAll(urls: readonly string[], links: Links): Promise<string[]> {
  const [live, revoked, expired] = [await links.publish(), await links.publish(), await links.publish()];
  await links.revoke(revoked);
  await links.expire(expired);
  const unknown: Link = { id: UNKNOWN, token: live.token };
  const all = [live, revoked, expired, unknown];
  const bare = await Promise.all(urls.flatMap((url) => all.map(({ id }) => get(`${url}/p/${id}`))));
  const refused = [revoked, expired, unknown, { ...live, token: WRONG }];
  const tried = await Promise.all(urls.flatMap((url) => refused.map((link) => show(url, link))));
  const cookie = (id: string) => ({ cookie: `__Host-cs-pulse-${id}=${WRONG}` });
  const files = await Promise.all(
    urls.flatMap((url) => all.map(({ id }) => get(`${url}/p/${id}/page`, { headers: cookie(id) }))),
  );
  return [...differing('pages', bare), ...differing('refusals of a secret', tried), ...differing('refusals', files)];
}

function differing(what: string, answers: readonly Answer[]): string[] {
  const kinds = new Set(answers.map(bytesOf)).size;
  return kinds === 1 ? [] : [`${what} come in ${kinds} kinds`];
}

/** Every kind of answer has the strict headers, and the cookie goes nowhere else. */
export async function strictEverywhere(url: string, links: Links): Promise<string[]> {
  const link = await links.publish();
  const opened = await show(url, link);
  const session = { headers: { cookie: cookieOf(opened) } };
  const answers: [string, Answer][] = [
    ['page', await get(`${url}/p/${link.id}`)],
    ['session', opened],
    ['refused session', await show(url, { ...link, token: WRONG })],
    ['what is not there', await get(`${url}/p/a/b/c`)],
    ['refused file', await get(`${url}/p/${link.id}/data.json`)],
    [
      'evil origin',
      await get(`${url}/p/${link.id}/data.json`, { headers: { ...session.headers, origin: 'https://evil.example' } }),
    ],
  ];
  for (const file of FILES) answers.push([file, await get(`${url}/p/${link.id}/${file}`, session)]);
  const cookie = String(opened.headers['set-cookie'] ?? '');
  const kept =
    /^__Host-[^=]+=\S+; (?=.*Path=\/(?:;|$))(?=.*HttpOnly)(?=.*Secure)(?=.*SameSite=Strict)(?!.*Domain)/.test(cookie);
  return [
    ...answers.flatMap(([what, answer]) => missingHeaders(what, answer)),
    ...(kept ? [] : ['the cookie is not kept to its host, to https and from scripts']),
    ...(cookie.includes(link.token) ? ['the cookie is the secret'] : []),
  ];
}

/** Previews of links and crawlers are told the same nothing, whatever they ask for. */
export async function tellsPreviews(url: string, links: Links, canary: RegExp): Promise<string[]> {
  const link = await links.publish();
  const plain = bytesOf(await get(`${url}/p/${link.id}`));
  const shown = await get(`${url}/p/${link.id}/page`, { headers: { cookie: cookieOf(await show(url, link)) } });
  const failures = canary.test(shown.text) ? [] : ['whoever has the secret is shown no customer'];
  for (const agent of PREVIEWS) {
    const headers = { 'user-agent': agent };
    const page = await get(`${url}/p/${link.id}`, { headers });
    if (bytesOf(page) !== plain) failures.push(`${agent} is shown another page`);
    const files = await Promise.all(FILES.map((file) => get(`${url}/p/${link.id}/${file}`, { headers })));
    if ([page, ...files].some(({ text }) => canary.test(text))) failures.push(`${agent} is told of a customer`);
  }
  return failures;
}

/** One address is made to wait long before it has tried much. */
export async function slowsGuessing(url: string, links: Links): Promise<string[]> {
  const { id } = await links.publish();
  const headers = { 'x-forwarded-for': newAddress() };
  let waits = 0;
  for (let tries = 0; tries < FURTHER_TRIES; tries += 1) {
    const { status } = await show(url, { id, token: WRONG }, { headers });
    if (status === 429) waits += 1;
  }
  return waits > 0 ? [] : [`${FURTHER_TRIES} wrong secrets from one address are all looked at`];
}
