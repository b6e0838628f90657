import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../src/api/endpoints/index.ts';
import { openApiDocument } from '../../src/api/openapi.ts';
import { bodyOf, type ReadApiStand, startReadApi } from './read-api-stand.ts';

let stand: ReadApiStand;
beforeAll(async () => {
  stand = await startReadApi();
});
afterAll(() => stand.database.close());

const document = openApiDocument();
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: 'http://localhost/openapi', components: document.components });

function check(name: string, body: unknown): unknown {
  const valid = ajv.validate({ $ref: `http://localhost/openapi#/components/schemas/${name}` }, body);
  return valid ? null : ajv.errors;
}

function schemaName(path: string, status: string, type: string): string {
  const pointer = ['paths', path, 'get', 'responses', status, 'content', type, 'schema', '$ref'];
  const ref = pointer.reduce<unknown>((node, key) => Object(node)[key], document);
  return String(ref).replace('#/components/schemas/', '');
}

describe('the description of the read API', () => {
  it('is given to everybody, and is the one that is checked here', async () => {
    const answer = await stand.api(new Request('http://localhost/v1/openapi.json'));
    expect(answer.status).toBe(200);
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('lists every address in both forms', () => {
    expect(Object.keys(document.paths)).toEqual(ENDPOINTS.flatMap(({ path }) => [path, `${path}.csv`]));
    expect(document.openapi).toMatch(/^3\.1\.\d$/);
  });

  it.each(ENDPOINTS.map(({ path }) => path))('is true of the answers of %s', async (path) => {
    const name = schemaName(path, '200', 'application/json');
    const body = await bodyOf(await stand.get(path.replace('{id}', 'megacorp')));
    expect(check(name, body)).toBeNull();
    expect(check(name, { ...body, as_of: 'yesterday' })).not.toBeNull();
    const { as_of: _left, ...without } = body;
    expect(check(name, without)).not.toBeNull();
  });

  it('is true of refusals', async () => {
    for (const [path, status] of [
      ['/v1/accounts/none', '404'],
      ['/v1/accounts?limit=x', '400'],
    ] as const) {
      const answer = await stand.get(path);
      expect(String(answer.status)).toBe(status);
      expect(check(schemaName('/v1/accounts', status, 'application/problem+json'), await answer.json())).toBeNull();
    }
    expect(check('Problem', { type: 'x' })).not.toBeNull();
  });

  it('points at nothing that is not there', () => {
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name]) => name);
    expect(refs.length).toBeGreaterThan(20);
    expect(refs.filter((name) => !Object.hasOwn(document.components.schemas, name ?? ''))).toEqual([]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });
});
