import { NodeHelpers } from 'n8n-workflow';
import type { INodeParameters } from 'n8n-workflow';
import { GIVEN_OPTIONS } from '../../../src/pipeline/request/clips';
import { kindOf, kindsOf } from '../../../src/pipeline/kinds';
import { createJobIn } from '../../support/createJobIn';

const { description } = createJobIn();

/** What n8n keeps of options for items that a node was saved with. */
const kept = (parameters: INodeParameters): unknown =>
  NodeHelpers.getNodeParameters(
    description.properties,
    { preset: 'none', moreOptions: true, ...parameters },
    false,
    false,
    { typeVersion: 3 },
    description,
  )?.['itemOptions'];

test.each(kindsOf('createJob'))('%s: items can be joined where clips can', (operation) => {
  const itemOptions = { items: 'joined' };
  const joins = kindOf(operation).joins !== undefined;
  expect(kept({ operation, itemOptions })).toEqual(joins ? itemOptions : {});
});

test('by a preset, too', () => {
  const itemOptions = { items: 'list', clips: '={{ $json.scenes }}' };
  expect(kept({ preset: 'web_video', itemOptions })).toEqual(itemOptions);
  expect(kept({ preset: 'thumbnail', itemOptions: { items: 'list' } })).toEqual({});
});

test('each item says of its clip what a request can, and a list says that itself', () => {
  const all = Object.fromEntries(Object.keys(GIVEN_OPTIONS.shape).map((name) => [name, '={{ $json.x }}']));
  const joined = { items: 'joined', ...all };
  expect(kept({ itemOptions: joined })).toEqual(joined);
  expect(kept({ itemOptions: { ...joined, items: 'list' } })).toEqual({ items: 'list' });
  expect(kept({ itemOptions: all })).toEqual({});
});
