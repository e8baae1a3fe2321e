import { CreateJob } from '../../../nodes/CreateJob/CreateJob.node';

test('loading the node, as n8n does at every start, loads nothing that converts', () => {
  expect(new CreateJob().description.name).toBe('createJob');
  const loaded = Object.keys(require.cache).filter((file) =>
    /node_modules\/(execa|sharp|undici|yazl|@aws-sdk)\/|src\/pipeline\/(run|ffmpeg|net|storage\/(?!storages|\w+\/scheme|s3\/s3(?:Limits|Address))|images|inspect)|src\/jobs|nodes\/CreateJob\/createJobs/.test(
      file,
    ),
  );
  expect(loaded).toEqual([]);
  // So that an empty list means something: what the node does load is in it.
  expect(Object.keys(require.cache).some((file) => file.includes('src/pipeline/kinds/index'))).toBe(true);
});
