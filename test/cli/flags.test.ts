import { Command, Option } from 'commander';
import { jobFlags, jobOptions, kindOptions, optionValues, strayProblems } from '../../src/cli/flags';
import { KIND_NAMES } from '../../src/pipeline/kinds';
import { fieldsOf } from '../../src/pipeline/kinds/walk';

test.each(KIND_NAMES)('every option of %s is a flag, with its description', (kind) => {
  const options = kindOptions(kind);
  expect(options.map(({ long }) => long)).toEqual(
    fieldsOf(kind).map(({ name, flag, turnsOff }) => `--${turnsOff ? 'no-' : ''}${flag ?? name.replaceAll('_', '-')}`),
  );
  for (const [index, field] of fieldsOf(kind).entries()) {
    // One that is yes or no is yes where it stands alone.
    expect(options[index]).toMatchObject({ required: field.type !== 'boolean' });
    expect(options[index]?.description).toContain(field.description);
  }
});

test('the common flags do not take a name that an option of a kind has', () => {
  for (const kind of KIND_NAMES) {
    const common = jobOptions(kind).map(({ long }) => long);
    for (const { long } of kindOptions(kind)) expect(common).not.toContain(long);
  }
});

test('values are read as their fields take them, and text that is none stays text for the schema to refuse', () => {
  expect(
    optionValues('video', {
      width: '1280',
      height: '50%',
      fps: '29.97',
      start: '-5',
      fit: 'cover',
      background: '#00ff00',
      codec: '264',
    }),
  ).toEqual({
    width: 1280,
    height: '50%',
    fps: 29.97,
    start: -5,
    fit: 'cover',
    background: '#00ff00',
    codec: '264',
  });
  expect(optionValues('audio', { bitrate: '128k' })).toEqual({ bitrate: '128k' });
});

test('what commander parsed is split into the flags and the options of the kind', () => {
  const parsed = { input: 'a.mov', metadata: ['k=v'], dryRun: true, width: '640' };
  expect(jobFlags('image', parsed)).toMatchObject({
    input: 'a.mov',
    metadata: ['k=v'],
    dryRun: true,
    options: { width: '640' },
  });
});

test.each([
  [[], {}],
  [['--no-upscale'], { upscale: 'false' }],
  [['--max-width', '640', '--sprite'], { max_width: '640', sprite: 'true' }],
])('of %j the options are %j', (words, options) => {
  const command = new Command();
  for (const option of kindOptions('thumbnails')) command.addOption(option);
  command.parse(words, { from: 'user' });
  expect(jobFlags('thumbnails', command.opts()).options).toEqual(options);
});

test('misspelt flags are told with the nearest real one, all at once; stray words alone are taken for the input', () => {
  const known = [new Option('-i, --input <file>'), new Option('--width <n>'), new Option('--height <n>')];
  expect(strayProblems(['--widht', '1280', '--Heigth=20', '-x'], known)).toEqual([
    '"--widht" is not a flag of this command; did you mean "--width"?',
    '"--Heigth" is not a flag of this command; did you mean "--height"?',
    expect.stringContaining('"-x" is not a flag of this command'),
    'There are: --input, --width, --height.',
  ]);
  expect(strayProblems(['a b.mov'], known)).toEqual([
    '"a b.mov" belongs to no flag; the input is given as -i "a b.mov".',
  ]);
  expect(strayProblems([], known)).toEqual([]);
});
