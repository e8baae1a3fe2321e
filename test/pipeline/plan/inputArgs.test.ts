import { sourceAddress } from '../../../src/pipeline/media/sourceAddress';
import { fileInput } from '../../../src/pipeline/plan/inputArgs';
import { nameOf } from '../../../src/pipeline/media/nameOf';

const after = (argv: string[], flag: string) => argv[argv.indexOf(flag) + 1];

it.each([
  ['/in/a:b%20c.mp4', 'file', 'file:/in/a:b%20c.mp4', 'a:b%20c.mp4'],
  [sourceAddress('ä b%20c.mp4'), 'http,tcp', 'http://source.invalid/%C3%A4%20b%2520c.mp4', 'ä b%20c.mp4'],
  // What only looks like a reader's address is a file.
  ['http://source.example/a.mp4', 'file', 'file:http://source.example/a.mp4', 'a.mp4'],
])('%s is opened by %s alone, and no list of files is', (path, protocols, place, name) => {
  const argv = fileInput(path);
  expect(after(argv, '-protocol_whitelist')).toBe(protocols);
  expect(after(argv, '-i')).toBe(place);
  expect(argv.at(-1)).toBe(place);
  const formats = after(argv, '-format_whitelist')?.split(',') ?? [];
  expect(formats).toContain('mov');
  expect(formats.filter((format) => ['hls', 'dash', 'concat', 'image2', 'applehttp'].includes(format))).toEqual([]);
  expect(nameOf(path)).toBe(name);
});
