import { ORDER_FIELDS } from '../../src/jobs/orderFields';
import { KIND_NAMES, kindOf } from '../../src/pipeline/kinds';
import { openApi } from '../../src/server/openApi';
import { testServers } from '../support/jobServer';

const { open } = testServers();

interface Operation {
  'x-media-jobs'?: boolean;
  security?: object[];
  responses: Record<string, object>;
}
interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<
      string,
      { 'x-media-jobs'?: boolean; required?: string[]; properties?: Record<string, { 'x-media-jobs'?: boolean }> }
    >;
  };
}

const document = openApi('1.2.3', 'http://x') as unknown as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([method]) => method !== 'parameters')
    .map(([method, operation]) => ({ call: `${method} ${path}`, operation })),
);

describe('the OpenAPI document', () => {
  it('is served without a key, with the address of the server', async () => {
    const server = await open({ starts: false });
    const { status, body } = await server.ask('GET', '/openapi.json', { key: null });
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: '3.1.0', servers: [{ url: server.url }] });
  });

  it('marks what the hosted job API does not have, and nothing else', () => {
    expect(operations.filter(({ operation }) => !operation['x-media-jobs']).map(({ call }) => call)).toEqual([
      'post /jobs',
      'get /jobs',
      'get /jobs/{id}',
      'post /tasks',
      'get /tasks/{id}',
    ]);
    for (const kind of KIND_NAMES) {
      const [schema] = Object.values(document.components.schemas).filter(
        ({ properties }) => (properties?.kind as { const?: string } | undefined)?.const === kind,
      );
      const marked = Object.entries(schema?.properties ?? {})
        .filter(([, field]) => field['x-media-jobs'])
        .map(([name]) => name);
      const joins = kindOf(kind).joins !== undefined;
      expect(marked).toEqual([...(joins ? ['inputs'] : []), ...Object.keys(ORDER_FIELDS)]);
      expect(schema?.['x-media-jobs']).toBe(['shorts', 'thumbnails', 'probe'].includes(kind) ? true : undefined);
      const input = joins ? [] : ['input'];
      expect(schema?.required).toEqual([...input, 'kind', ...(kind === 'animation' ? ['options'] : [])]);
    }
  });

  it('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name = '']) => name,
    );
    expect(references.length).toBeGreaterThan(20);
    for (const name of references) expect(document.components.schemas).toHaveProperty(name);
  });

  it('has the calls that the server takes', async () => {
    const server = await open({ starts: false });
    for (const { call } of operations) {
      const [method = '', path = ''] = call.split(' ');
      const { status, body } = await server.ask(method.toUpperCase(), path.replace(/\{\w+\}/g, 'x'));
      expect([call, status === 405 || (body as { kind?: string } | null)?.kind === 'route_not_found']).toEqual([
        call,
        false,
      ]);
    }
    const allowed = (await server.ask('PATCH', '/jobs')).headers.get('allow');
    expect(allowed).toBe('GET, POST');
  });
});
