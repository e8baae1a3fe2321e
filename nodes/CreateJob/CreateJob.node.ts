import { VersionedNodeType } from 'n8n-workflow';
import type { INodeTypeBaseDescription } from 'n8n-workflow';
import { takeUpWork } from '../background/takeUpWork';
import { JOB_VERSIONS, NEWEST_JOB } from '../versions';
import { CreateJobInVersion } from './inVersion';

// n8n loads every node file at start, and this one is where the package does so.
takeUpWork();

/**
 * Turns a video, audio or image file into another one, on this machine or through a hosted API. Each version has a form of its own: an agent's tool that was
 * saved in version 1 would lose its description if there were a parameter `operation` in its form.
 */
export class CreateJob extends VersionedNodeType {
  constructor() {
    const base: INodeTypeBaseDescription = {
      displayName: 'Create Job',
      name: 'createJob',
      icon: { light: 'file:createJob.svg', dark: 'file:createJob.dark.svg' },
      group: ['transform'],
      description:
        'Convert a video, audio or image file: other format, size, length or quality, a poster frame, a GIF or an HLS stream',
      defaultVersion: NEWEST_JOB,
    };
    super(Object.fromEntries(JOB_VERSIONS.map((version) => [version, new CreateJobInVersion(version, base)])), base);
  }
}
