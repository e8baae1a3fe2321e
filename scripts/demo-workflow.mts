import type { WorkflowJson } from './n8n-engine.mts';
import { READ_FILES } from './n8n-engine.mts';

/** A workflow as the editor would save it: a file goes in, a smaller video for the web comes out. */
export const demoWorkflow = (path: string): WorkflowJson => ({
  name: 'Media Jobs demo',
  nodes: [
    {
      id: '1',
      name: 'Read Files',
      type: READ_FILES,
      typeVersion: 1,
      position: [0, 0],
      parameters: { items: [{ binary: { data: { path, fileName: 'sample.mov', mimeType: 'video/quicktime' } } }] },
    },
    {
      id: '2',
      name: 'Create Job',
      type: 'n8n-nodes-media-jobs.createJob',
      typeVersion: 2,
      position: [220, 0],
      parameters: { preset: 'web_video', pictureOptions: { width: '1280' }, output: 'full' },
    },
  ],
  connections: { 'Read Files': { main: [[{ node: 'Create Job', type: 'main', index: 0 }]] } },
});
