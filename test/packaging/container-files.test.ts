import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readConfig, VARIABLES } from '../../src/config.ts';
import { environmentOf, execOf, stagesOf } from '../support/dockerfile.ts';
import { ROOT, sentFiles } from '../support/replay-image.ts';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const DOCKERFILE = read('Dockerfile');
const COMPOSE = read('compose.yaml');
const EXAMPLE = parseEnv(read('.env.example'));
/** What compose itself reads, and what every Node program knows. */
const NOT_OURS = ['POSTGRES_PASSWORD', 'NODE_ENV'];

/** Everything about a Dockerfile that must not be. */
function imageProblems(dockerfile: string): string[] {
  const stages = [...stagesOf(dockerfile).values()];
  const last = stages.at(-1) ?? [];
  const user = last.filter(({ word }) => word === 'USER').at(-1)?.rest ?? 'root';
  const bases = stages.flatMap((stage) => stage.filter(({ word }) => word === 'FROM').map(({ rest }) => rest));
  const installs = stages.flat().filter(({ word, rest }) => word === 'RUN' && rest.includes('npm ci'));
  const names = Object.keys(environmentOf(last));
  const copied = last.filter(({ word }) => word === 'COPY').map(({ rest }) => rest);
  return [
    ...(['root', '0'].includes(user) ? [`runs as ${user}`] : []),
    ...bases.filter((base) => !/^node:22-slim( AS \w+)?$/.test(base)).map((base) => `stands on ${base}`),
    ...installs.filter(({ rest }) => !rest.includes('--ignore-scripts')).map(({ rest }) => `runs scripts: ${rest}`),
    ...names.filter((name) => ![...VARIABLES, ...NOT_OURS].includes(name)).map((name) => `sets the unknown ${name}`),
    ...names.filter((name) => /TOKEN|SECRET|KEY|PASSWORD|DATABASE_URL/.test(name)).map((name) => `holds ${name}`),
    ...(copied.some((rest) => rest.startsWith('. ')) ? ['copies everything'] : []),
    ...(copied.some((rest) => rest.startsWith('--from=build') && rest.includes('node_modules'))
      ? ['has dev packages']
      : []),
  ];
}

interface Service {
  readonly user?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly privileged?: boolean;
}

/** Everything about a compose file that must not be. */
function composeProblems(text: string): string[] {
  const services: Readonly<Record<string, Service>> = parse(text).services;
  const known = [...VARIABLES, ...NOT_OURS, 'POSTGRES_USER', 'POSTGRES_DB'];
  return Object.entries(services).flatMap(([name, service]) => [
    ...(service.read_only === true ? [] : [`${name} may write to its root`]),
    ...(service.cap_drop?.join() === 'ALL' ? [] : [`${name} keeps capabilities`]),
    ...(service.security_opt?.includes('no-new-privileges:true') ? [] : [`${name} may gain privileges`]),
    ...(service.privileged === undefined ? [] : [`${name} is privileged`]),
    ...(service.ports ?? []).filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${name} opens ${port}`),
    ...Object.keys(service.environment)
      .filter((variable) => !known.includes(variable))
      .map((variable) => `${name} sets the unknown ${variable}`),
  ]);
}

describe('the Dockerfile', () => {
  const last = [...stagesOf(DOCKERFILE).values()].at(-1) ?? [];

  it('makes an image without root, secrets, scripts or development packages', () => {
    expect(imageProblems(DOCKERFILE)).toEqual([]);
  });

  it('starts the program that package.json names, and stops it with the signal that it waits for', () => {
    const { bin } = JSON.parse(read('package.json'));
    expect([...execOf(last, 'ENTRYPOINT'), ...execOf(last, 'CMD')].slice(-2)).toEqual([bin['cs-pulse'], 'start']);
    expect(last.find(({ word }) => word === 'STOPSIGNAL')?.rest).toBe('SIGTERM');
  });

  it('starts it with the options that npm gives', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const command = execOf(last, 'ENTRYPOINT').join(' ');
    expect(command).toContain('--max-semi-space-size=8');
    expect([scripts.start, scripts.demo]).toEqual(
      ['start', 'demo'].map((name) => `npm run --silent build && ${command} ${name}`),
    );
  });

  it('would be refused with each of these', () => {
    expect(imageProblems(DOCKERFILE.replace('USER node', 'USER root'))).toEqual(['runs as root']);
    expect(imageProblems(DOCKERFILE.replace('USER node\n', ''))).toEqual(['runs as root']);
    expect(imageProblems(DOCKERFILE.replace('ENV NODE_ENV', 'ENV SLACK_BOT_TOKEN=x SLAK=y NODE_ENV'))).toEqual([
      'sets the unknown SLAK',
      'holds SLACK_BOT_TOKEN',
    ]);
    expect(imageProblems(DOCKERFILE.replace('--omit=dev --ignore-scripts', '--omit=dev'))).toHaveLength(1);
    expect(imageProblems(DOCKERFILE.replace(/FROM node:22-slim$/m, 'FROM node:latest'))).toHaveLength(1);
    expect(imageProblems(DOCKERFILE.replace('COPY sql ./sql', 'COPY . .'))).toEqual(['copies everything']);
  });

  it('is sent neither an .env nor data', () => {
    const sent = sentFiles(read('.dockerignore'));
    for (const name of ['.env', '.data', '.git', 'node_modules', 'test']) expect(sent.has(name)).toBe(false);
    expect(() => sentFiles('node_modules\n')).toThrow('must begin');
  });
});

describe('compose.yaml', () => {
  const { app, database } = parse(COMPOSE).services;

  it('gives no service more than it needs', () => {
    expect(composeProblems(COMPOSE)).toEqual([]);
  });

  it('agrees with the image about port and data, and reads .env', () => {
    const image = [...stagesOf(DOCKERFILE).values()].at(-1) ?? [];
    const { PORT, CS_PULSE_DATA_DIR } = environmentOf(image);
    expect(app.environment).toMatchObject({ PORT, CS_PULSE_DATA_DIR });
    expect(app.ports).toEqual([`127.0.0.1:${PORT}:${PORT}`]);
    expect(image.find(({ word }) => word === 'EXPOSE')?.rest).toBe(PORT);
    expect(app.volumes).toContain(`data:${CS_PULSE_DATA_DIR}`);
    expect(app.env_file).toBe('.env');
    expect(app.depends_on.database.condition).toBe('service_healthy');
    expect(database.healthcheck.test).toContain('pg_isready');
    expect(database.image).toBe('postgres:17');
  });

  it('gives the app an address that it takes', () => {
    const url = app.environment.DATABASE_URL.replace(/\$\{POSTGRES_PASSWORD:\?[^}]*\}/, 'abc');
    expect(readConfig({ ...EXAMPLE, DATABASE_URL: url }).databaseUrl).toBe(
      'postgres://cs_pulse:abc@database:5432/cs_pulse',
    );
  });

  it('would be refused with each of these', () => {
    expect(composeProblems(COMPOSE.replaceAll('127.0.0.1:3000:3000', '3000:3000'))).toEqual(['app opens 3000:3000']);
    expect(composeProblems(COMPOSE.replace('read_only: true', 'privileged: true'))).toHaveLength(2);
    expect(composeProblems(COMPOSE.replace('      PORT:', '      PROT:'))).toEqual(['app sets the unknown PROT']);
    expect(composeProblems(COMPOSE.replaceAll('    cap_drop: [ALL]\n', ''))).toHaveLength(2);
  });
});

describe('.env.example', () => {
  it('names every variable there is and no other', () => {
    expect(Object.keys(EXAMPLE).sort()).toEqual([...VARIABLES, 'POSTGRES_PASSWORD'].sort());
  });

  it('holds the defaults, and no secret', () => {
    const { databaseUrl, given, ...rest } = readConfig(EXAMPLE);
    expect(databaseUrl).toContain('@localhost');
    expect(given.length).toBeGreaterThan(0);
    const { databaseUrl: _none, given: _given, ...defaults } = readConfig({});
    expect(JSON.stringify(rest)).toBe(JSON.stringify(defaults));
  });
});
