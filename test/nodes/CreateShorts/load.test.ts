import { CreateShorts } from '../../../nodes/CreateShorts/CreateShorts.node';

test('loading the node, as n8n does at every start, loads nothing that asks, stores or converts', () => {
  expect(new CreateShorts().description.name).toBe('createShorts');
  const loaded = Object.keys(require.cache).filter((file) =>
    /node_modules\/(execa|sharp|undici|rate-limiter-flexible|yazl|@aws-sdk)\/|src\/pipeline\/(run|ffmpeg|net|storage\/(?!place|storages|\w+\/scheme|s3\/s3(?:Limits|Address))|images|inspect)|src\/jobs|nodes\/CreateShorts\/(createShorts|swiftia\w+|brandPresets)\.ts/.test(
      file,
    ),
  );
  expect(loaded).toEqual([]);
  // So that an empty list means something: what the node does load is in it.
  expect(Object.keys(require.cache).some((file) => file.includes('nodes/CreateShorts/properties'))).toBe(true);
});
