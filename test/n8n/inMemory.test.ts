import { fixture } from '../fixtures';
import { fileItem, jobOf, testEngine, workflowOf } from '../support/n8n';

test('n8n that holds binary data in memory: the file goes in and out as base64', async () => {
  const engine = await testEngine('default');
  try {
    const run = await engine.run(
      workflowOf([fileItem(await fixture('card-16x9.jpg'))], {
        kind: 'image',
        options: { format: 'png', width: '64' },
      }),
    ).ended;
    const [item] = engine.itemsOf(run, 'Create Job');
    const binary = item?.binary?.['data'];
    expect(binary?.id).toBeUndefined();
    expect(binary).toMatchObject({ fileName: 'card-16x9.png', mimeType: 'image/png' });
    const png = Buffer.from(binary?.data ?? '', 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect(png.readUInt32BE(16)).toBe(64);
    expect(jobOf(item)).toMatchObject({ status: 'succeeded', input: 'card-16x9.jpg' });
    expect(await engine.leftovers()).toEqual([]);
  } finally {
    await engine.stop();
  }
});
