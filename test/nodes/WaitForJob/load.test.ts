import { waitForJobIn } from '../../support/waitForJobIn';

test('loading the node, as n8n does at every start, loads nothing that waits, stores or asks', () => {
  expect(waitForJobIn().description.name).toBe('waitForJob');
  const loaded = Object.keys(require.cache).filter((file) =>
    /node_modules\/(execa|sharp|undici|yazl|@aws-sdk)\/|src\/pipeline\/(run|ffmpeg|net|storage\/(?!storages|\w+\/scheme|s3\/s3(?:Limits|Address))|images|inspect)|src\/(jobs|backends\/\w+\/(?!backend\.ts))|nodes\/WaitForJob\/(waitForJobs|lookAgain|suspension)/.test(
      file,
    ),
  );
  expect(loaded).toEqual([]);
  // So that an empty list means something: what the node does load is in it.
  expect(Object.keys(require.cache).some((file) => file.includes('nodes/WaitForJob/properties'))).toBe(true);
});
