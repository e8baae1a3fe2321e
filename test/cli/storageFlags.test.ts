import { Command } from 'commander';
import { readStorageFlags, storageFlags } from '../../src/cli/storageFlags';
import type { Target } from '../../src/pipeline/request/target';

const S3: Target = { is: 'stored', address: 's3://b/k', extension: null };

function read(words: string[], target: Target | null = S3, set = false) {
  const command = new Command().exitOverride();
  for (const option of storageFlags()) command.addOption(option);
  command.parse(words, { from: 'user' });
  return readStorageFlags(command.opts(), target, set);
}

it('are read as what they mean', () => {
  expect(read([])).toEqual({ options: {}, problems: [] });
  expect(
    read([
      '--s3-acl',
      'public-read',
      '--s3-cache-control',
      'max-age=60',
      '--s3-result',
      'presigned',
      '--s3-expires',
      '3600',
    ]),
  ).toEqual({
    options: { acl: 'public-read', cache_control: 'max-age=60', result: 'presigned', expires: 3600 },
    problems: [],
  });
  expect(read(['--s3-result', 'public', '--s3-public-url', 'https://cdn.example/'], S3, true)).toEqual({
    options: { result: 'public', public_url: 'https://cdn.example/' },
    problems: [],
  });
});

it.each([
  ['--s3-acl', 'everybody', /^"--s3-acl": .*public-read/],
  ['--s3-expires', '604801', /^"--s3-expires": /],
  ['--s3-expires', 'week', /^"--s3-expires": /],
  ['--s3-expires', '60', /goes with "--s3-result" presigned/],
  ['--s3-result', 'link', /^"--s3-result": /],
  ['--s3-public-url', 'ftp://cdn.example', /^"--s3-public-url": /],
  ['--s3-public-url', 'https://cdn.example', /goes with "--s3-result" public/],
  ['--s3-cache-control', 'max-age=1\r\nx: y', /must be printable ASCII/],
])('%s %s is refused', (flag, value, problem) =>
  expect(read([flag, value]).problems).toEqual([expect.stringMatching(problem)]),
);

it('a signed link to an HLS stream is refused, and so is any of them without S3', () => {
  expect(read(['--s3-result', 'presigned'], S3, true).problems).toEqual([expect.stringContaining('HLS')]);
  expect(read(['--s3-acl', 'private'], { is: 'in', folder: '/x' }).problems).toEqual([
    '--s3-acl goes with -o s3://bucket/key.',
  ]);
});
