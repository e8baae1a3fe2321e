// Requests that a server is to refuse, each as large as it takes one: what once kept it busy for seconds, and what is like it.
export interface WorstRequest {
  path: string;
  init: RequestInit;
}

const post = (body: unknown): WorstRequest => ({
  path: '/jobs',
  init: { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) },
});
const many = (count: number, one: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => one(at)).join(',');
const file = 'https://127.0.0.1/a.mp4';

const KINDS: WorstRequest[] = [
  post({ kind: 'video', input: `https://e.com/?${'a'.repeat(900_000)}` }),
  post({ kind: 'video', input: 'https:'.repeat(150_000) }),
  post({ kind: 'video', input: file, webhook_url: `https://e.com/?${'a?'.repeat(450_000)}` }),
  post(`{"kind":"video","input":"${file}","options":{${many(70_000, (at) => `"o${at}":1`)}}}`),
  post(`{"kind":"video","input":"${file}",${many(70_000, (at) => `"o${at}":1`)}}`),
  post(`{"kind":"shorts","input":"${file}","options":{"predefined_shorts":[${many(300_000, () => '{}')}]}}`),
  post({ kind: 'shorts', input: file, options: { transcript: '<'.repeat(900_000) } }),
  post({ kind: 'shorts', input: file, options: { transcript: '[{},{"start":1}]'.repeat(50_000) } }),
  post(`{"kind":"video","input":"${file}","metadata":[${many(300_000, () => '[]')}]}`),
  { path: `/files/${'.'.repeat(7_000)}a`, init: { method: 'PUT', body: 'a' } },
  { path: `/jobs?${'a&'.repeat(3_500)}`, init: {} },
];

/** So many, in turn. */
export const worstRequests = (count: number): WorstRequest[] =>
  Array.from({ length: count }, (_, at) => KINDS[at % KINDS.length] as WorstRequest);
