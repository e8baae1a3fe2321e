import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { IAuthenticateGeneric, ICredentialType } from 'n8n-workflow';
import { IttybitApi } from '../../credentials/IttybitApi.credentials';
import { MediaWebhookSecretApi } from '../../credentials/MediaWebhookSecretApi.credentials';
import { SwiftiaApi } from '../../credentials/SwiftiaApi.credentials';

const types: ICredentialType[] = [new IttybitApi(), new MediaWebhookSecretApi(), new SwiftiaApi()];

test.each(types)(
  '$name: what is secret is not shown, and there is help and an icon',
  ({ name, properties, documentationUrl, icon }) => {
    for (const property of properties)
      expect([property.name, property.typeOptions?.password ?? false]).toEqual([
        property.name,
        /key|secret/i.test(property.name),
      ]);
    // An item cannot lead the key elsewhere.
    expect(properties.filter((property) => property.name === 'baseUrl' && property.noDataExpression !== true)).toEqual(
      [],
    );
    expect(documentationUrl).toMatch(/^https:\/\//);
    expect(icon).toEqual({ light: `file:${name}.svg`, dark: `file:${name}.dark.svg` });
    for (const file of Object.values(icon as Record<string, string>))
      expect(existsSync(join(__dirname, '../../credentials', file.replace('file:', '')))).toBe(true);
  },
);

test.each([
  [new IttybitApi(), '/jobs?limit=1'],
  [new SwiftiaApi(), '/organizations/brandings'],
])('$name is tried with a request that changes nothing', async (type, path) => {
  const asked: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    asked.push(request);
    response.end('[]');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const values: Record<string, string> = {
      apiKey: 'key_1',
      baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/base`,
    };
    const fill = (text: unknown) =>
      String(text)
        .replace(/^=/, '')
        .replace(/\{\{\$credentials\.(\w+)\}\}/g, (_, name: string) => values[name] ?? '');
    const { properties } = type.authenticate satisfies IAuthenticateGeneric;
    const { request } = type.test;
    const query = new URLSearchParams(request.qs as Record<string, string> | undefined).toString();
    await fetch(`${fill(request.baseURL)}${request.url ?? ''}${query === '' ? '' : `?${query}`}`, {
      method: request.method ?? 'GET',
      headers: Object.entries(properties.headers ?? {}).map(([name, value]): [string, string] => [name, fill(value)]),
    });
    expect(asked.map(({ method, url, headers }) => [method, url, headers.authorization])).toEqual([
      ['GET', `/base${path}`, 'Bearer key_1'],
    ]);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});
