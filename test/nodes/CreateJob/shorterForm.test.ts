import { NodeHelpers } from 'n8n-workflow';
import type { INode, INodeParameters } from 'n8n-workflow';
import { kindsOf } from '../../../src/pipeline/kinds';
import { NO_PRESET } from '../../../src/pipeline/kinds/presets';
import { fieldsOf } from '../../../src/pipeline/kinds/walk';
import { optionCollections } from '../../../nodes/CreateJob/generated/options';
import { createJobIn } from '../../support/createJobIn';
import { inNewestForm } from '../../support/newestForm';

const { description } = createJobIn(3);
const node = { name: 'Create Job', typeVersion: 3 } as INode;

/** What n8n keeps of parameters, and so hands to the node. */
const kept = (parameters: INodeParameters): INodeParameters =>
  NodeHelpers.getNodeParameters(description.properties, parameters, true, false, node, description) ?? {};

/** What its editor shows: the names of the fields, from top to bottom. Version 2 is what it was before. */
function shown(parameters: INodeParameters, version = 3): string[] {
  const { description: form } = createJobIn(version);
  const at = { ...node, typeVersion: version };
  const all = NodeHelpers.getNodeParameters(form.properties, parameters, true, false, at, form) ?? {};
  return form.properties
    .filter((property) => NodeHelpers.displayParameter(all, property, at, form))
    .filter(({ type }) => type !== 'notice')
    .map(({ displayName }) => displayName);
}

/** Groups of options, for a video the most. */
const groupsOf = (operation: string) =>
  shown({ preset: NO_PRESET, operation }).filter((name) => name.endsWith('Options'));

test('a newcomer sees less than before: one line says what the input is, one leads to what few people set', () => {
  expect(shown({})).toEqual([
    'Make',
    'Input',
    'Put Result In',
    'Put Output File in Field',
    'Output File Name',
    'Options',
    'Video Options',
    'Audio Options',
    'More Options',
  ]);
  expect(shown({}).length).toBeLessThan(shown({}, 2).length);
});

test.each(kindsOf('createJob'))('%s: four groups at most', (kind) => {
  expect(groupsOf(kind).length).toBeLessThanOrEqual(4);
  expect(groupsOf(kind).at(-1)).toBe('More Options');
});

test('each option stands in one group, also those that are advanced', () => {
  for (const kind of kindsOf('createJob')) {
    const groups = new Set(optionCollections.map(({ name }) => name));
    const optionsOf = (all: INodeParameters) =>
      description.properties
        .filter((field) => groups.has(field.name) && NodeHelpers.displayParameter(all, field, node, description))
        .flatMap(({ options = [] }) => options)
        .filter((option) => NodeHelpers.displayParameter({}, option as never, node, description, all));
    const alone = optionsOf(kept({ preset: NO_PRESET, operation: kind }));
    // Some have a meaning where several items are joined alone.
    const joined = { moreOptions: true, itemOptions: { items: 'joined' } };
    const more = optionsOf(kept({ preset: NO_PRESET, operation: kind, ...joined }));
    const options = [...alone, ...more.filter((option) => !alone.includes(option))];
    const required = fieldsOf(kind).filter((field) => field.required);
    expect([...options, ...required].map(({ name }) => name).sort()).toEqual(
      fieldsOf(kind)
        .map(({ name }) => name)
        .sort(),
    );
  }
});

test('more options are shown when they are asked for, and count then alone', () => {
  expect(shown({ moreOptions: true })).toEqual([
    ...shown({}),
    'Run On',
    'Wait for Completion',
    'Specify Metadata',
    'Metadata',
    'Job Options',
    'Output',
    'Item Options',
  ]);
  const set = { backend: 'ittybit', waitForCompletion: false, itemOptions: { keepJson: false } };
  expect(kept({ ...set, moreOptions: true })).toMatchObject(set);
  for (const name of Object.keys(set)) expect(kept({ ...set, moreOptions: false })).not.toHaveProperty(name);
});

test('where the result goes is asked as before, whether or not more options are shown', () => {
  const places = (parameters: INodeParameters) => shown(parameters).filter((name) => name === 'Put Result In').length;
  expect(places({})).toBe(1);
  expect(places({ moreOptions: true })).toBe(1);
  expect(places({ moreOptions: true, waitForCompletion: false })).toBe(1);
  expect(places({ moreOptions: true, backend: 'ittybit' })).toBe(0);
  const toS3 = { outputDestination: 's3', outputBucket: 'my-media', outputKey: 'a/' };
  expect(kept(toS3)).toMatchObject(toS3);
});

test.each([
  ['url', 'https://example.com/a.mov', ['Authentication']],
  ['s3', 's3://my-media/a.mov', ['S3 Storage']],
  ['binary', 'Video file', []],
])('an input from %s is kept, and asks for what it needs', (mode, value, fields) => {
  const input = { __rl: true, mode, value };
  expect(kept({ input })).toMatchObject({ input });
  expect(shown({ input }).slice(2, 2 + fields.length)).toEqual(fields);
  expect(shown({ input }).filter((name) => /Authentication|Storage/.test(name))).toEqual(fields);
});

test('a file is passed to a hosted API through a bucket, and its credential asked for once', () => {
  const hosted = { moreOptions: true, backend: 'ittybit' };
  expect(shown(hosted)).toContain('Pass File Through');
  const staged = { ...hosted, s3Storage: 'aws', stagingBucket: 'my-media', stagingPrefix: 'in/' };
  expect(kept(staged)).toMatchObject(staged);
  const fromS3 = { input: { __rl: true, mode: 's3', value: 's3://a/b' }, outputDestination: 's3' };
  expect(shown(fromS3).filter((name) => name === 'S3 Storage')).toHaveLength(1);
});

test('tests put the parameters of before where they are now', () => {
  expect(inNewestForm({ inputSource: 'url', url: 'https://a.b/c', backend: 'ittybit' })).toEqual({
    input: { __rl: true, mode: 'url', value: 'https://a.b/c' },
    backend: 'ittybit',
    moreOptions: true,
  });
});

// n8n's editor loads it with all others when it is opened.
test('the form is small', () => {
  expect(JSON.stringify(description).length).toBeLessThan(72_000);
});
