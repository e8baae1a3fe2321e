import { refuseFilesOfTool } from '../../../nodes/items/asTool';

const tool = (inputSource: string) => ({
  getNode: () => ({ type: 'n8n-nodes-media-jobs.createJobTool', typeVersion: 2 }) as never,
  getNodeParameter: () => inputSource as never,
});

test('a tool is refused files as its input, unless it does not read that', () => {
  expect(() => {
    refuseFilesOfTool(tool('binary'), 0, null);
  }).toThrow('cannot take the file of an item as its input');
  expect(() => {
    refuseFilesOfTool(tool('binary'), 0, null, false);
  }).not.toThrow();
  expect(() => {
    refuseFilesOfTool(tool('url'), 0, {}, false);
  }).toThrow('cannot put its result into an item as a file');
});
