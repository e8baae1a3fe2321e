import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixture } from '../fixtures';
import { blocks } from '../package/pages';
import { runProgram } from '../support/programs';
import { servedCli } from '../support/servedCli';

// Commands of docs/ that need programs beside npm's.

const block = (page: string, words: string): string => blocks(page, 'sh').find((text) => text.includes(words)) ?? '';

test('docs/http-api.md: a job from beginning to end, by curl and jq', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'media-jobs-curl-'));
  const server = await servedCli();
  try {
    await copyFile(await fixture('card-16x9.mp4'), join(folder, 'upload.mov'));
    const commands = block('docs/http-api.md', 'curl').replace('http://127.0.0.1:4680', server.url);
    const { stdout } = await runProgram('sh', ['-ec', `cd "$1"; KEY=$2; ${commands}`, 'sh', folder, server.key]);
    const said = stdout.toString();
    expect(said).toContain('"status":"succeeded"');
    const output = said.trim().split('\n').at(-1) ?? '';
    expect((await fetch(output)).headers.get('content-type')).toBe('video/mp4');
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});

test('docs/webhooks.md: a secret that nobody can guess', async () => {
  expect((await runProgram('sh', ['-c', block('docs/webhooks.md', 'openssl')])).stdout.toString()).toMatch(
    /^[0-9a-f]{48}\n$/,
  );
});
