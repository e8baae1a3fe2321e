import { VersionedNodeType } from 'n8n-workflow';
import type { INodeTypeBaseDescription } from 'n8n-workflow';
import { NEWEST_WAIT, WAIT_VERSIONS } from '../versions';
import { WaitForJobInVersion } from './inVersion';

/**
 * Holds the workflow until background jobs have ended, and goes on with their results; or does something else with them. Each version has a form of its own,
 * as those of Create Job have.
 */
export class WaitForJob extends VersionedNodeType {
  constructor() {
    const base: INodeTypeBaseDescription = {
      displayName: 'Wait for Job',
      name: 'waitForJob',
      icon: { light: 'file:waitForJob.svg', dark: 'file:waitForJob.dark.svg' },
      group: ['organization'],
      description:
        'Wait for media jobs that run in the background, and go on with their results; list, cancel and retry them',
      defaultVersion: NEWEST_WAIT,
    };
    super(Object.fromEntries(WAIT_VERSIONS.map((version) => [version, new WaitForJobInVersion(version, base)])), base);
  }
}
