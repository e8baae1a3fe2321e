import { NodeHelpers } from 'n8n-workflow';
import type { INodeType } from 'n8n-workflow';
import { WaitForJob } from '../../nodes/WaitForJob/WaitForJob.node';
import { NEWEST_WAIT } from '../../nodes/versions';

/** The node type in one of its versions, as n8n takes it. */
export const waitForJobIn = (version = NEWEST_WAIT): INodeType =>
  NodeHelpers.getVersionedNodeType(new WaitForJob(), version);
