import { binaryFields } from '../../../nodes/clips/binaryFields';

test.each<[unknown, string[], unknown[]]>([
  ['data', ['data'], ['data']],
  ['other', ['data'], ['other']],
  ['b, a ,', ['a', 'b', 'c'], ['b', 'a']],
  ['a,b', ['a,b', 'a', 'b'], ['a,b']],
  ['*', ['b', 'a'], ['b', 'a']],
  ['*', [], ['*']],
  [',', ['a'], [',']],
  ['', ['a'], ['']],
  [{ data: 'AAAA' }, ['a'], [{ data: 'AAAA' }]],
])('%j of an item with %j are %j', (given, names, fields) => expect(binaryFields(given, names)).toEqual(fields));
